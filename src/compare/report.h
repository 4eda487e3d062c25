/* SPDX-License-Identifier: MIT */
/*
 * What ipcbench compare found, for people and programs.
 */
#pragma once

#include <stdio.h>

#include "compare/cases.h"
#include "compare/conditions.h"
#include "options/options.h"

/* All cases, judged. */
void report_compare(FILE *to, enum format format, const struct compare *compare);

/* A warning for each condition in which the runs differ, */
void report_conditions(FILE *to, const struct conditions *old,
		       const struct conditions *new);

/* and for the CPUs and buffers that cases were given. */
void report_given(FILE *to, const struct compare *compare);

/* What would make verdicts of indications, and say more where nothing can be said. */
void report_advice(FILE *to, const struct compare *compare);
