/* SPDX-License-Identifier: MIT */
/*
 * The tables of a run, as files and on a stream.  The only writer of results.
 */
#pragma once

#include <stdio.h>

#include "options/options.h"
#include "output/tables.h"

struct csv {
	FILE *trials, *slices; /* a row for each trial and slice, as they come */
	const char *directory;
	size_t made_from; /* length of the first part of its path that was made, or 0 */
};

/* Makes the directory, if need be, and begins trials.csv and slices.csv.  Results
 * that are there already are not touched: -EEXIST.  If it fails nothing is left. */
int csv_open(struct csv *csv, const char *directory);

/* Closes and removes what csv_open() has made, and nothing that was there before. */
void csv_undo(struct csv *csv);

/* Writes a trial and its slices, to the disk's cache at least. */
int csv_trial(struct csv *csv, const struct trial *t);

/* Ends both files.  0, or -errno if something could not be written. */
int csv_close(struct csv *csv);

/* Writes a table's file anew, whole or not at all.  0 or -errno. */
int csv_write(const struct csv *csv, const struct csv_table *table, const void *from,
	      size_t count);

/* The same on a stream, as CSV or as a JSON array. */
void csv_print(FILE *to, enum format format, const struct csv_table *table,
	       const void *from, size_t count);
