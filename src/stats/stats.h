/* SPDX-License-Identifier: MIT */
/*
 * Statistics over rounds.  Pure.  Functions need no memory beyond their arguments, which
 * some of them reorder.  A missing figure is NaN; since every comparison with NaN is
 * false, a missing interval is never precise enough and never gives a verdict.
 *
 * The unit is what varies independently: a round, or for stats_welch_log() a session.
 * Never pass single messages or slices: those of one round share its drift, and an
 * interval over them contains the long-run value 3 to 8 times in a hundred, not 95.
 *
 * Values must be finite.  Times are in nanoseconds.  Confidences are two-sided and in
 * (0, 1): 0.95, or 1 - 0.05 / K for one of K verdicts.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STATS_CONFIDENCE 0.95

struct estimate {
	double value;	  /* NaN without units */
	double low, high; /* its interval; NaN with too few units, at 95 % with five */
	size_t units;	  /* rounds, groups of rounds, or sessions */
};

/* The ratio of two cases that took turns in the same rounds. */
struct ratio {
	struct estimate hl; /* Hodges-Lehmann with the Wilcoxon interval: the result */
	struct estimate
		median;	 /* with the sign test's interval: valid without symmetry */
	bool asymmetric; /* the two differ by more than half the width of hl */
};

enum verdict { FASTER, SLOWER, SAME, INCONCLUSIVE };

/* The samples of one round, in ascending order. */
struct sorted_samples {
	const uint32_t *ns;
	size_t count;
};

/* The median; of an even number of values the mean of the middle two.  Reorders them. */
double stats_median(double *values, size_t n);

/*
 * The rank, from 1 to @n, of quantile @q in (0, 1] by nearest rank: the smallest rank of
 * at least @q * @n (type 1 of Hyndman and Fan, The American Statistician 50, 1996).  So a
 * quantile is always an observed value.
 */
uint64_t stats_rank(uint64_t n, double q);

/* Quantile @q by nearest rank; NaN without samples. */
double stats_quantile(struct sorted_samples samples, double q);

/* Sort in place, ascending.  The first takes at most 32 passes, whatever the values: a
 * third to a tenth of the time of qsort(). */
void stats_sort_u32(uint32_t *values, size_t n);
void stats_sort(double *values, size_t n);

/*
 * The median with the interval of the sign test, which holds for any distribution.  Its
 * ends are the order statistics of stats_sign_rank().  Reorders @values.
 */
struct estimate stats_median_interval(double *values, size_t n, double confidence);

/*
 * The same of positive values, but that the median of an even number is the geometric
 * mean of the middle two, so that the level of times and that of their inverses agree.
 */
struct estimate stats_level(double *values, size_t n, double confidence);

/*
 * The two modes of positive values whose middle two are more than 1.5 times apart, so
 * that nothing like their median ever occurred: the medians of their lower and of their
 * upper half.  Else both are NaN.  Reorders @values.
 */
struct modes {
	double low, high;
};
struct modes stats_modes(double *values, size_t n);

/*
 * The median of the means of all pairs, each value with itself included, with the
 * interval that inverts the Wilcoxon signed-rank test (see stats_wilcoxon_rank()).  Of an
 * asymmetric distribution it estimates the pseudo-median, which is not the median. Exact,
 * and takes time in proportion to @n log @n: no mean is stored.  Sorts @values.
 */
struct estimate stats_hodges_lehmann(double *values, size_t n, double confidence);

/*
 * The ratio from one log ratio for each round.  Where they are asymmetric, believe
 * ratio.median.  Sorts @log_ratios.
 */
struct ratio stats_ratio(double *log_ratios, size_t n, double confidence);

/* Whether at least ten of @count samples lie beyond quantile @q, in [0.5, 1): with fewer
 * it says nothing. */
bool stats_carries_quantile(uint64_t count, double q);

/* The geometric mean of positive values; NaN without any. */
double stats_geometric_mean(const double *values, size_t n);

/*
 * The ratio of the geometric means of the medians of sessions, @after to @before, with
 * Welch's t interval on their logarithms.  There is no interval with fewer than three
 * sessions a side; units is the smaller number of the two.
 */
struct estimate stats_welch_log(const double *before, size_t n_before,
				const double *after, size_t n_after, double confidence);

/*
 * Half the width of the interval on the logarithmic scale, as a fraction: 0.01 for +-1 %.
 * The stopping rule compares it with the wanted precision.  For a ratio it is the
 * smallest effect that this run could have shown.  NaN without an interval.
 */
double stats_half_width(struct estimate positive);

/*
 * The verdict on a ratio of times, with @threshold t: FASTER or SLOWER if the interval
 * lies wholly outside [1 / (1 + t), 1 + t], SAME if wholly inside.  The bounds are
 * symmetric in the logarithm, so swapping the two cases swaps the verdict.
 */
enum verdict stats_verdict(struct estimate ratio, double threshold);
