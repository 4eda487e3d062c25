/* SPDX-License-Identifier: MIT */
/*
 * The history of a case: what is kept of its trials, round after round, for its summary.
 *
 * A few numbers are kept of each round; its samples go into bins, and its slices are not
 * needed once the ratio to the reference is known.
 */
#pragma once

#include "figures/bins.h"
#include "figures/regimes.h"
#include "figures/summary.h"

/* The figures with intervals, of one round that was measured.  Times are in ns. */
struct replicate {
	double p50;
	double cpu;	  /* time of both sides per message */
	double log_cpu;	  /* that over the reference's in the same round, or NaN */
	double log_ratio; /* to the reference in the same round, or NaN */
	double distance;  /* of the two CPUs, or NaN */
	double delivered_per_s;
};

/* All figures are kept of this many rounds at most, spread evenly: a median that is shown
 * without an interval is no better for more. */
enum { HISTORY_FIGURES_MAX = 1024 };

/* Zeroed: of no trials. */
struct history {
	struct summary summary; /* only what adds up trial by trial: no figures yet */
	unsigned last_session;
	double run_in_ns, run_in_limit_ns; /* the longest of its trials */
	struct replicate *replicates;	   /* owned; one for each of summary.rounds */
	struct figures
		*figures; /* owned; of every figure_step-th round, from the first */
	size_t figure_count, figure_step;
	struct sightings sightings; /* in the same rounds */
	struct bins bins;	    /* owned; of messages timed on their own */
};

/* Adds a finished trial.  reference is the trial of the group's reference in the same
 * round: the same one, another one, or NULL.  0 or -ENOMEM. */
int history_add(struct history *h, const struct trial *t, const struct trial *reference);

/* Begins a trial of case c with what the rounds before have found of it. */
void history_begin(const struct history *h, struct trial *t, const struct ipc_case *c);

/* Sums up a history of at least one trial (summarise.c), its ratios at that confidence,
 * all else at 95 %.  0 or -ENOMEM. */
int history_summarise(const struct history *h, double confidence, struct summary *ret);

void history_free(struct history *h);
