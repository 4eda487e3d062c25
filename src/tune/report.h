/* SPDX-License-Identifier: MIT */
/*
 * What people read of tune.
 */
#pragma once

#include <stdio.h>

#include "tune/results.h"

/* For each mechanism, placement and knob a table of message sizes by values; then for
 * each size, and for all sizes together, what to set and how, or that it is best left
 * alone. */
void report_tune(FILE *to, const struct tune_results *results);

/* Which task is under way, without a line end. */
void report_tune_progress(FILE *to, const struct tuning *tuning, size_t index,
			  size_t count);
