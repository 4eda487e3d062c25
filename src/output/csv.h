/* SPDX-License-Identifier: MIT */
/*
 * The files of a run.  The only writer of results.
 */
#pragma once

#include <stdio.h>

#include "figures/results.h"
#include "machine/host.h"
#include "options/options.h"
#include "run/round.h"
#include "tune/row.h"

/* What host.json says of the run, beside the machine. */
struct run_info {
	int argc;
	char **argv;
	const char *label; /* or NULL */
	const char *version;
	const char *other_version; /* of the program in ab --with, or "" */
	const struct peer *peer;   /* of --peer, or NULL */
	uint64_t seed;
	struct thoroughness thoroughness;
	const char *state; /* "running", "complete", "interrupted" */
	double wall_s;
};

struct csv {
	FILE *trials, *slices; /* a row for each trial and slice, as they come */
	const char *directory;
	size_t made_from; /* length of the first part of its path that was made, or 0 */
	struct run_info info;
};

/* Makes the directory, if need be, and begins trials.csv and slices.csv.  Results
 * that are there already are not touched: -EEXIST.  If it fails nothing is left. */
int csv_open(struct csv *csv, const char *directory);

/* Closes and removes what csv_open() has made, and nothing that was there before. */
void csv_undo(struct csv *csv);

/* Writes a trial and its slices, to the disk's cache at least. */
int csv_trial(struct csv *csv, const struct trial *t);

/* Write summary.csv, tune.csv, histogram.csv and host.json anew, whole or not at all. */
int csv_summaries(struct csv *csv, const struct summary *summaries, size_t count);
int csv_tune(struct csv *csv, const struct tune_row *rows, size_t count);
int csv_histograms(struct csv *csv, const struct results *results);
int csv_host(struct csv *csv, const struct host *host);

/* What host.json holds (host_json.c). */
void host_write_json(FILE *to, const struct host *host, const struct run_info *info);

/* Ends both files.  0, or -errno if something could not be written. */
int csv_close(struct csv *csv);

/* The summaries, or tune's rows, on a stream, as CSV or as a JSON array. */
void csv_print(FILE *to, enum format format, const struct summary *summaries,
	       size_t count);
void csv_print_tune(FILE *to, enum format format, const struct tune_row *rows,
		    size_t count);
