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
 * A unit that no later round can join keeps its quantile alone, so that the samples held
 * do not grow with rounds.
 */
#pragma once

#include "stats/stats.h"

enum percentile { P90, P99, P999, PERCENTILE_COUNT };

/* Zeroed: of no rounds. */
struct percentiles {
	struct sorted_samples *rounds; /* owned, as their samples: of incomplete units */
	size_t round_count;
	struct {
		double *values; /* owned; the quantiles of complete units, in ns */
		size_t count;
		size_t first; /* of rounds: the first that is in no complete unit */
	} units[PERCENTILE_COUNT];
};

/* The quantile, in (0, 1), that a percentile is. */
double percentile_quantile(enum percentile which);

/* Adds a round that has samples, and takes over their memory.  0 or
 * -ENOMEM. */
int percentiles_add(struct percentiles *p, struct sorted_samples round);

/* The percentile of the rounds so far, in ns.  scratch holds a double for each. */
struct estimate percentiles_estimate(const struct percentiles *p, enum percentile which,
				     double *scratch);

void percentiles_free(struct percentiles *p);
