/* SPDX-License-Identifier: MIT */
/*
 * The tables of a run, as files and on a stream.  Nothing else writes results.
 */
#pragma once

#include <stdio.h>

#include "options/options.h"
#include "output/tables.h"

enum { CSV_GROWING = 2 }; /* trials.csv and slices.csv grow while the run goes on */

struct csv {
	const char *directory;	  /* NULL: there are no files */
	FILE *files[CSV_GROWING]; /* NULL: that is left out */
	size_t made_from; /* length of the first part of its path that was made, or 0 */
};

/* Makes the directory, where it is missing, and begins trials.csv and, if @slices,
 * slices.csv.  Results that are there already are not touched: -EEXIST.  If it fails
 * nothing is left. */
int csv_open(struct csv *csv, const char *directory, bool slices);

/* Closes and removes what csv_open() has made, and nothing that was there before. */
void csv_undo(struct csv *csv);

/* Writes a trial, and its slices, and passes them to the kernel.  0 or -errno. */
int csv_trial(struct csv *csv, const struct trial *t);

/* Ends these files.  0, or -errno if something could not be written. */
int csv_close(struct csv *csv);

/* Writes a table's file anew, whole or not at all.  0 or -errno. */
int csv_write(const struct csv *csv, const struct csv_table *table, const void *from,
	      size_t count);

/* Writes a table to a stream, as CSV or as a JSON array. */
void csv_print(FILE *to, enum format format, const struct csv_table *table,
	       const void *from, size_t count);
