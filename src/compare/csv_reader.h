/* SPDX-License-Identifier: MIT */
/*
 * Reads CSV as results/README.md has it, a row at a time: the first row names the
 * columns, and no field holds a comma, a quote or a line end.
 *
 * A file that is not like that, be it somebody else's, damaged or endless, is an error
 * with a line number.  Only the last line may be cut off, as a killed run leaves it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum {
	TABLE_LINE_SIZE = 16384,
	TABLE_COLUMNS = 256,
	TABLE_WHY_SIZE = 160,
};

struct table {
	FILE *from; /* the caller's */
	char header[TABLE_LINE_SIZE], line[TABLE_LINE_SIZE];
	const char *names[TABLE_COLUMNS]; /* into header */
	const char *cells[TABLE_COLUMNS]; /* into line: the row read last */
	size_t columns;
	size_t line_number; /* of that row, from 1; the header has 1 */
	bool cut;	    /* the last line had no end, and was not used */
	char why[TABLE_WHY_SIZE];
};

/*
 * All int functions return a negative errno where something is wrong: -EBADMSG for what
 * is in the file, and then why is one line that says what and where.
 */

/* Reads the header. */
int table_begin(struct table *table, FILE *from);

/* The index of a column, or -ENOENT, and nothing in why, if there is none of that name.
 */
int table_column(const struct table *table, const char *name);

/* Reads the next row: 1, or 0 at the end. */
int table_next(struct table *table);

/* The number in a cell, NaN if it is empty.  Infinity is no number. */
int table_number(struct table *table, size_t column, double *ret);

/* Leaves in why what is wrong with the row read last, and returns -EBADMSG. */
int table_refuse(struct table *table, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
