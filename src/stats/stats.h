/* SPDX-License-Identifier: MIT */
/*
 * Statistics over rounds: pure functions without I/O.  They need no memory beyond their
 * arguments, which some of them reorder.  A missing figure is NaN, and since every
 * comparison with NaN is false, a missing interval is never precise enough and never a
 * verdict.
 *
 * The unit is what varies independently: a round, or for stats_welch_log() a session.
 * Never pass single messages or slices: those of one round share its drift, and an
 * interval over them contains the long-run value 3 to 8 times in a hundred, not 95.
 *
 * Values must be finite.  All times are in nanoseconds unless said otherwise, all
 * confidences are in (0, 1), two-sided: 0.95, or 1 - 0.05 / K for one of K verdicts.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STATS_CONFIDENCE 0.95

struct estimate {
	double value;	  /* NaN without units */
	double low, high; /* its interval; NaN with too few units: at 95 % under six */
	size_t units;	  /* what varies: rounds, groups of rounds, sessions */
};

/* The ratio of two cases that took turns in the same rounds. */
struct ratio {
	struct estimate hl;	/* Hodges-Lehmann, Wilcoxon interval: the result */
	struct estimate median; /* sign-test interval: right without symmetry, too */
	bool asymmetric;	/* the two are further apart than hl's half-width */
};

enum verdict { FASTER, SLOWER, SAME, INCONCLUSIVE };

/* The samples of one round, in ascending order.  @ns belongs to the caller. */
struct sorted_samples {
	const uint32_t *ns;
	size_t count;
};

/* The median; of an even number the mean of the middle two.  Reorders @values. */
double stats_median(double *values, size_t n);

/*
 * The rank, 1 to @n, of quantile @q in (0, 1] by nearest rank: the smallest of at least
 * @q * @n (type 1 of Hyndman and Fan, The American Statistician 50, 1996).  So a quantile
 * is always a value that was observed.
 */
uint64_t stats_rank(uint64_t n, double q);

/* Quantile @q by nearest rank; NaN without samples. */
double stats_quantile_u32(struct sorted_samples samples, double q);

/* Sort in place, ascending: at most 32 passes without branches, whatever the values. */
void stats_sort_u32(uint32_t *values, size_t n);

/* Sorts in place, ascending. */
void stats_sort(double *values, size_t n);

/*
 * The median with the interval of the sign test, which holds for any distribution: its
 * ends are the order statistics that stats_sign_rank() says.  Reorders @values.
 */
struct estimate stats_median_interval(double *values, size_t n, double confidence);

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

/*
 * The percentile of a typical round: the median over units of the unit's quantile @q, in
 * [0.5, 1), with the interval of stats_median_interval() at 95 %.  A unit has at least
 * ten samples beyond @q: it is a round, or consecutive rounds merged until they have as
 * many, the last ones joining the unit before them.  No unit, no value; no six, no
 * interval.  @scratch holds @rounds doubles.
 */
struct estimate stats_percentile_over_rounds(const struct sorted_samples *samples,
					     size_t rounds, double q, double *scratch);

/* The geometric mean of positive values; NaN without any. */
double stats_geometric_mean(const double *values, size_t n);

/*
 * The ratio of the geometric means of two sets of session medians, @after to @before,
 * by Welch's t interval on their logarithms.  No interval below three sessions a side;
 * units is the smaller side.
 */
struct estimate stats_welch_log(const double *before, size_t n_before,
				const double *after, size_t n_after, double confidence);

/*
 * Half the interval's width on the logarithmic scale, as a fraction: 0.01 for +-1 %.  The
 * stopping rule compares it with the wanted precision, and of a ratio it is the floor:
 * the smallest effect this run could have shown.  NaN without an interval.
 */
double stats_half_width(struct estimate positive);

/*
 * What a ratio of times says against @threshold t: FASTER or SLOWER if the interval lies
 * wholly outside [1 / (1 + t), 1 + t], SAME if wholly inside.  The bounds are symmetric
 * in the logarithm, so swapping the two cases swaps the verdict.
 */
enum verdict stats_verdict(struct estimate ratio, double threshold);
