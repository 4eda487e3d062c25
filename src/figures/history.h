/* SPDX-License-Identifier: MIT */
/*
 * What is kept of one case's trials, round after round, for its summary.
 *
 * A round leaves a few numbers; its samples go into the histogram and the percentiles,
 * and its slices are needed no more once its ratio to the reference is known.
 */
#pragma once

#include "figures/percentiles.h"
#include "figures/trial.h"
#include "stats/histogram.h"

/* What intervals are made of: a replicate for each measured round.  Times are in ns. */
struct replicate {
	double p50;
	double log_ratio; /* to the reference in the same round; NaN without one */
	double distance;  /* of the two CPUs, or NaN */
	double delivered_per_s;
};

/* Of so many rounds at most the other figures are kept: a median that is printed without
 * an interval is no better for more. */
enum { HISTORY_FIGURES_MAX = 1024 };

/* Zeroed: of no trials. */
struct history {
	const struct ipc_case *c, *reference; /* NULL: no trial yet; no reference */
	bool is_reference;		      /* itself */
	enum status status;	  /* failed if any trial failed, else ok if any was */
	char reason[REASON_SIZE]; /* of a trial that has that status */

	/* Of the rounds that were measured. */
	struct replicate *replicates; /* owned */
	size_t rounds, sessions;
	unsigned last_session;
	struct figures
		*figures; /* owned; of every figure_step-th round, from the first */
	size_t figure_count, figure_step;
	struct percentiles percentiles; /* of single messages, in ns; none of batches */
	struct histogram *histogram;	/* owned; of the same, or NULL */
	double min, max;
	uint64_t sent, lost, reordered;

	/* Of the last of them. */
	size_t granted[SETTING_COUNT];
	const char *filesystem; /* of the files that were made, or NULL */
	uint32_t batch;
};

/* Adds a finished trial, and its ratio to the reference's trial of the same round, which
 * may be the same, or NULL.  0 or -ENOMEM. */
int history_add(struct history *h, const struct trial *t, const struct trial *reference);

void history_free(struct history *h);
