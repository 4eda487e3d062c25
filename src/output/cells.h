/* SPDX-License-Identifier: MIT */
/*
 * Writes rows of named cells: as a CSV header, a CSV row, a JSON object or a page of
 * "name: value" lines.  The calls are the same, so that these forms cannot differ.
 *
 * The CSV suits gnuplot: lines end in LF, there are no quotes and no commas within cells,
 * a missing number is an empty cell, and no string is empty.  A missing number is null in
 * JSON and a dash on a page.
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>

enum cells_kind { CELLS_HEADER, CELLS_CSV, CELLS_JSON, CELLS_PAGE };

struct cells {
	FILE *to;
	enum cells_kind kind;
	size_t written;	    /* cells of this row so far */
	const char *before; /* the next row of JSON: "[\n" at first; or NULL */
};

void cells_string(struct cells *cells, const char *name, const char *value);

/* A sentence: in CSV its commas become semicolons. */
void cells_sentence(struct cells *cells, const char *name, const char *value);

/* A value of NaN is a missing number. */
void cells_number(struct cells *cells, const char *name, double value);

/* Ends the row.  The next one goes to the same struct. */
void cells_end(struct cells *cells);

/* Writes text as a JSON string with its quotes.  JSON is UTF-8, but names of files and
 * what a user types need not be: each byte that is not UTF-8 becomes U+FFFD. */
void cells_quote(FILE *to, const char *text);
