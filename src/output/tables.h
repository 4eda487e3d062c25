/* SPDX-License-Identifier: MIT */
/*
 * The tables of a run and their columns, in their order; results/README.md says what they
 * mean.  A column is only ever added before the end of the key.
 */
#pragma once

#include "figures/results.h"
#include "output/columns.h"

struct csv_table {
	const char *name; /* of its file */
	const struct column *columns;

	/* Writes the rows of count objects from what the table is made of. */
	void (*rows)(struct cells *cells, const void *from, size_t count);
};

extern const struct csv_table table_trials;    /* from an array of struct trial */
extern const struct csv_table table_slices;    /* from the same */
extern const struct csv_table table_summary;   /* from an array of struct summary */
extern const struct csv_table table_histogram; /* from an array of struct history */

/* "ok", "skipped" or "failed". */
const char *status_name(unsigned status);

/* The columns of trials.csv, beside the key, that are read again. */
#define COLUMN_STATUS "status"
#define COLUMN_REASON "reason"
#define COLUMN_SESSION "session"
#define COLUMN_ROUND "round"
#define COLUMN_GROUP "group"
#define COLUMN_BATCH "batch"
#define COLUMN_RTT_P50 "rtt_p50_ns"
#define COLUMN_RTT_MEAN "rtt_mean_ns"
#define COLUMN_LATENCY_P50 "latency_p50_ns"
#define COLUMN_MESSAGES_PER_S "messages_per_s"
#define COLUMN_DISTANCE "distance_ns"
