/* SPDX-License-Identifier: MIT */
/*
 * The percentiles of a typical round, computed round by round.
 *
 * A percentile is the median over units of the unit's quantile, with the interval of
 * stats_median_interval() at 95 %.  A unit has at least ten samples beyond the quantile:
 * it is a round, or consecutive rounds merged until they have as many; the last rounds
 * join the unit before them.  Without a unit there is no value, with fewer than six no
 * interval.  Single messages are not the unit: see docs/method.md.
 *
 * Only the quantile of a complete unit is kept, and of the last one the greatest samples,
 * so that memory does not grow with the samples of all rounds.
 */
#pragma once

#include "stats/stats.h"

enum percentile { P90, P99, P999, PERCENTILE_COUNT };

/* Zeroed: of no rounds. */
struct percentiles {
	struct units {
		double *quantiles; /* owned; of complete units, in ns */
		size_t count;
		uint32_t *last;	   /* owned; the greatest samples of the last unit */
		size_t last_kept;  /* how many they are */
		size_t last_count; /* how many samples the last unit had */
		uint32_t *open;	   /* owned; all samples of the rounds after it */
		size_t open_count;
	} units[PERCENTILE_COUNT];
};

/* A percentile as a quantile in (0, 1): 0.99 of P99. */
double percentile_quantile(enum percentile which);

/* Adds a round.  0 or -ENOMEM. */
int percentiles_add(struct percentiles *p, struct sorted_samples round);

/* The percentile of the rounds so far, in ns.  scratch holds a double for each. */
struct estimate percentiles_estimate(const struct percentiles *p, enum percentile which,
				     double *scratch);

void percentiles_free(struct percentiles *p);
