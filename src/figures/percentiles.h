/* SPDX-License-Identifier: MIT */
/*
 * The percentiles of a case: quantiles of all its samples, rounds weighing the same.  So
 * they are what a pair that runs for long sees, rare stalls included, and not what a
 * round usually sees.
 */
#pragma once

#include "figures/bins.h"

enum percentile { P90, P99, P999, PERCENTILE_COUNT };

/*
 * Stores the percentiles, in ns: the upper end of the bin of the sample in question,
 * which is at most 0.4 % above it.  One with fewer than ten samples beyond it is missing.
 *
 * Rounds are what varies independently, so the interval is made by resampling blocks of
 * them: the expanded percentile interval of the bootstrap (Hesterberg, "What Teachers
 * Should Know About the Bootstrap", The American Statistician 69, 2015), at 95 %.  It
 * always contains the value, and is the same for the same rounds.  With fewer than six
 * rounds there is none.  How often it contains the truth if only a few rounds have seen
 * what makes the tail, tests/unit/test_percentile_coverage.c says.
 *
 * 0 or -ENOMEM.
 */
int percentiles_of(const struct bins *all, struct estimate ret[static PERCENTILE_COUNT]);
