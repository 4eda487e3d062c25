/* SPDX-License-Identifier: MIT */
/*
 * What people and programs read of tune.
 */
#pragma once

#include "output/csv.h"
#include "tune/results.h"

/* tune.csv: a row for each value of a knob that was measured (table.c). */
extern const struct csv_table table_tune; /* from an array of struct tuning */

/* For each mechanism, placement and knob a table of message sizes by values; then for
 * each size, and for all sizes together, what to set and how, or that it is best left
 * alone. */
void report_tune(FILE *to, const struct tune_results *results);

/* Which task is under way, without a line end. */
void report_tune_progress(FILE *to, const struct tuning *tuning, size_t index,
			  size_t count);

/* The table of one knob: a row for each value, a column for each size (table.c). */
void report_tune_table(FILE *to, const struct knob_sizes *sizes);

/* "  how: ", and how a program sets the knob to the value. */
void report_tune_how(FILE *to, const struct knob *knob, size_t value);

/* "  check: ", and the command that compares the settings of c with the default. */
void report_tune_check(FILE *to, const struct ipc_case *c);
