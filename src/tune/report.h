/* SPDX-License-Identifier: MIT */
/*
 * What people read of tune.
 */
#pragma once

#include <stdio.h>

#include "tune/results.h"

/* For each mechanism, placement and knob a table, message size by setting; then for
 * each size, and for all, what to set and how, or that it is best left alone. */
void report_tune(FILE *to, const struct tune_results *results);

/* One of these tables (table.c), of the sizes that there are answers for. */
void report_tune_table(FILE *to, const struct tune_results *results,
		       const struct answer *answer, const struct knob *knob);

/* What is being looked at, if the stream is a terminal; of no question: nothing more. */
void report_tune_progress(FILE *to, const struct question *question, size_t index,
			  size_t count);
