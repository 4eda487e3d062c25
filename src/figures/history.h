/* SPDX-License-Identifier: MIT */
/*
 * The history of a case: what is kept of its trials, round after round, for its summary.
 *
 * A few numbers are kept of each round; its samples go into the histogram and the
 * percentiles, and its slices are not needed once the ratio to the reference is known.
 */
#pragma once

#include "figures/percentiles.h"
#include "figures/trial.h"
#include "stats/histogram.h"

/* The figures with intervals, of one round that was measured.  Times are in ns. */
struct replicate {
	double p50;
	double log_ratio; /* to the reference in the same round, or NaN */
	double distance;  /* of the two CPUs, or NaN */
	double delivered_per_s;
};

/* All figures are kept of this many rounds at most, spread evenly: a median that is shown
 * without an interval is no better for more. */
enum { HISTORY_FIGURES_MAX = 1024 };

/* Zeroed: of no trials. */
struct history {
	const struct ipc_case *c;	  /* NULL if there is no trial yet */
	const struct ipc_case *reference; /* of its group, or NULL */
	bool is_reference;		  /* the case is the reference */
	enum status status;	  /* failed if any trial failed, else ok if any was */
	char reason[REASON_SIZE]; /* of a trial that has that status */

	/* Of the rounds in which it was measured. */
	struct replicate *replicates; /* owned; one for each round */
	size_t rounds, sessions;
	unsigned last_session;
	struct figures
		*figures; /* owned; of every figure_step-th round, from the first */
	size_t figure_count, figure_step;
	struct percentiles percentiles; /* of messages timed on their own */
	struct histogram *histogram;	/* owned; of the same, in ns; or NULL */
	double min, max;
	uint64_t sent, lost, reordered;

	/* Of the last of these rounds. */
	size_t granted[SETTING_COUNT];
	const char *filesystem; /* of the files that were made, or NULL */
	uint32_t batch;
};

/* Adds a finished trial.  reference is the trial of the group's reference in the same
 * round: the same one, another one, or NULL.  0 or -ENOMEM. */
int history_add(struct history *h, const struct trial *t, const struct trial *reference);

void history_free(struct history *h);
