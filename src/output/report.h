/* SPDX-License-Identifier: MIT */
/*
 * What people read of a run: tables, verdicts, notes and warnings.
 */
#pragma once

#include <stdio.h>

#include "figures/results.h"
#include "figures/summary.h"
#include "machine/host.h"
#include "plan/plan.h"

/* A table for each group: its cases, the fastest first, and those without figures.  0, or
 * -ENOMEM and nothing is written. */
int report_table(FILE *to, const struct plan *plan, const struct summary *summaries);

/* The arms of ab, and whether each is faster or slower than the first (arms.c). */
void report_arms(FILE *to, const struct options *o, const struct plan *plan,
		 const struct summary *summaries);

/* How often ab's rule would have called what is the same, and what is not, faster or
 * slower (trust.c). */
void report_trust(FILE *to, const struct results *results,
		  const struct summary *summaries);

/* Where the two sides of a case run: "same-cache (CPUs 0 and 1)". */
void report_placement(FILE *to, const struct ipc_case *c);

/* The value of a setting: "64K", "16" or "20 us".  Returns text. */
const char *report_setting(char text[static TEXT_SIZE], enum setting setting,
			   size_t value);

/* A line with what all cases of a group have in common. */
void report_group(FILE *to, const struct plan *plan, const struct group *group);

/* What will be measured, and what will not and why. */
void report_plan(FILE *to, const struct plan *plan);

/* The warnings about the machine; and which cases are less precise than wanted
 * (notes.c). */
void report_warnings(FILE *to, const struct influences *influences);
void report_precision(FILE *to, const struct summary *summaries, size_t count);

/* A sentence about a trial that failed (notes.c). */
void report_failure(FILE *to, const struct trial *t);
