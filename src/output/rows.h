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
#include "tune/row.h"

#define SCHEMA 1

/* A row each, of trials.csv, slices.csv, summary.csv and histogram.csv. */
void trial_cells(struct cells *cells, const struct trial *t);
void slice_cells(struct cells *cells, const struct trial *t,
		 const struct slice_record *slice);
void summary_cells(struct cells *cells, const struct summary *s);
void bin_cells(struct cells *cells, const struct trial *t,
	       const struct histogram_bin *bin);

/* A row of tune.csv. */
void tune_cells(struct cells *cells, const struct tune_row *row);
