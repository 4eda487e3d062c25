/* SPDX-License-Identifier: MIT */
/*
 * The columns of each file, in their order; results/README.md says what they mean.
 *
 * Columns are only ever added before the last, schema; SCHEMA changes when one
 * changes its meaning.
 */
#pragma once

#include "figures/summary.h"
#include "output/cells.h"
#include "stats/histogram.h"

#define SCHEMA 1

/* A row each, of trials.csv, slices.csv, summary.csv and histogram.csv. */
void trial_cells(struct cells *cells, const struct trial *t);
void slice_cells(struct cells *cells, const struct trial *t,
		 const struct slice_record *slice);
void summary_cells(struct cells *cells, const struct summary *s);
void bin_cells(struct cells *cells, const struct history *h,
	       const struct histogram_bin *bin);

/* The parts of which rows are made, for tables of other rooms too. */

/* What tells one case from the others, in all files; what was granted counts if ok. */
void key_cells(struct cells *cells, const struct ipc_case *c,
	       const size_t granted[static SETTING_COUNT], bool ok);

/* The end of the key, and of the row. */
void end_cells(struct cells *cells, const struct ipc_case *c,
	       const size_t granted[static SETTING_COUNT], bool ok);

/* NAME, NAME_low and NAME_high. */
void estimate_cells(struct cells *cells, const char *name, struct estimate e);

/* client_WHAT and server_WHAT. */
void per_side(struct cells *cells, const char *what, double client, double server);

/* "ok", "skipped" or "failed". */
const char *status_name(enum status status);
