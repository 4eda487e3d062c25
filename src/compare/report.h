/* SPDX-License-Identifier: MIT */
/*
 * What ipcbench compare found, for people and programs.
 */
#pragma once

#include <stdio.h>

#include "compare/cases.h"
#include "compare/conditions.h"
#include "options/options.h"

/* The judgement's name in CSV. */
const char *judgement_name(unsigned judgement);

/* All cases of a judged comparison. */
void report_comparison(FILE *to, enum format format, const struct comparison *comparison);

/* A warning for each condition in which the runs differ. */
void report_conditions(FILE *to, const struct conditions *old,
		       const struct conditions *new);

/* A warning for each column that differs between the runs of a case: CPUs and buffers. */
void report_granted(FILE *to, const struct comparison *comparison);

/* What would make verdicts of indications, and inconclusive cases conclusive. */
void report_advice(FILE *to, const struct comparison *comparison);
