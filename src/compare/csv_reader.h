/* SPDX-License-Identifier: MIT */
/*
 * Reads CSV as results/README.md describes it, row by row: the first row names the
 * columns, and no field holds a comma, a quote or a line end.
 *
 * Any other file, whether it is damaged, endless or not CSV at all, is an error with a
 * line number.  Only the last line may be cut off, as a killed run leaves it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum {
	CSV_LINE_SIZE = 16384,
	CSV_COLUMNS = 256,
	CSV_WHY_SIZE = 160,
};

struct csv_reader {
	FILE *from; /* the caller's */
	char header[CSV_LINE_SIZE], line[CSV_LINE_SIZE];
	const char *names[CSV_COLUMNS]; /* into header */
	const char *cells[CSV_COLUMNS]; /* into line: the row read last */
	size_t columns;
	size_t line_number; /* of that row; the header's is 1 */
	bool cut;	    /* the last line has no end, and was not used */

	/* The first -errno, after which nothing more is read: -EBADMSG if it is the
	 * file's content, and then why is one line that says what and where. */
	int error;
	char why[CSV_WHY_SIZE];
};

/* Reads the header. */
void csv_reader_begin(struct csv_reader *reader, FILE *from);

/* It is an error if there is no column of that name. */
void csv_reader_require(struct csv_reader *reader, const char *name);

/* Reads the next row: false at the end, or if something is wrong. */
bool csv_reader_next(struct csv_reader *reader);

/* The row's cell in the column of that name, or NULL if there is no such column. */
const char *csv_reader_cell(const struct csv_reader *reader, const char *name);

/* The number in that cell; NaN if it is empty or missing.  Infinity is an error. */
double csv_reader_number(struct csv_reader *reader, const char *name);

/* Says what is wrong with the row read last, unless an error came before. */
void csv_reader_refuse(struct csv_reader *reader, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
