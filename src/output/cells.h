/* SPDX-License-Identifier: MIT */
/*
 * Writes rows of named cells: as a CSV header, a CSV row, a JSON object or a page of
 * "name: value" lines, by the same calls, so that they cannot differ.
 *
 * CSV as gnuplot likes it: LF, no quotes, no commas within cells, missing numbers
 * empty, strings never.  In JSON a missing number is null, on a page a dash.
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>

enum cells_kind { CELLS_HEADER, CELLS_CSV, CELLS_JSON, CELLS_PAGE };

struct cells {
	FILE *to;
	enum cells_kind kind;
	size_t written;	    /* cells of this row */
	const char *before; /* of the next row of JSON: "[\n", then a comma; or NULL */
};

void cells_string(struct cells *cells, const char *name, const char *value);

/* NaN is a missing number. */
void cells_number(struct cells *cells, const char *name, double value);

/* Ends the row; the same struct then takes the next. */
void cells_end(struct cells *cells);

/* Writes text as a JSON string, quotes and all.  JSON is UTF-8, which names of files and
 * what a user types need not be: each byte that is not becomes U+FFFD. */
void cells_quote(FILE *to, const char *text);
