/* SPDX-License-Identifier: MIT */
/*
 * The percentiles of a typical round, made from rounds that come one after the other.
 *
 * A unit has at least ten samples beyond the percentile: it is a round, or consecutive
 * rounds merged until they have as many; the last rounds join the unit before them.  The
 * percentile is the median over units of the unit's quantile, with the interval of
 * stats_median_interval() at 95 %: no unit, no value; no six, no interval.  See
 * docs/method.md for why single messages are not the unit.
 *
 * Of a complete unit only its quantile is kept, and of the last one its greatest samples,
 * so that samples do not add up over rounds.
 */
#pragma once

#include "stats/stats.h"

enum percentile { P90, P99, P999, PERCENTILE_COUNT };

/* Zeroed: of no rounds. */
struct percentiles {
	struct units {
		double *quantiles; /* owned; of the complete units, in ns */
		size_t count;
		uint32_t *last; /* owned; the greatest samples of the last of them */
		size_t last_kept, last_count; /* of which there were more */
		uint32_t *open;		      /* owned; the samples of the rounds since */
		size_t open_count;
	} units[PERCENTILE_COUNT];
};

/* The quantile, in (0, 1), that a percentile is. */
double percentile_quantile(enum percentile which);

/* Adds a round.  0 or -ENOMEM. */
int percentiles_add(struct percentiles *p, struct sorted_samples round);

/* The percentile of the rounds so far, in ns.  scratch holds a double for each. */
struct estimate percentiles_estimate(const struct percentiles *p, enum percentile which,
				     double *scratch);

void percentiles_free(struct percentiles *p);
