/* SPDX-License-Identifier: MIT */
#include "stats/stats.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/distributions.h"

#define MODES_APART 1.5 /* the middle two */

enum {
	TAIL_SAMPLES = 10, /* the fewest beyond a percentile */
	SESSIONS = 3,	   /* the fewest on each side for an interval */
};

/* Hoare's FIND: returns the @rank-th smallest value, with smaller ones before it and
 * larger ones after it. */
static double select_rank(double *values, size_t n, size_t rank)
{
	ptrdiff_t k = rank - 1, low = 0, high = n - 1;

	while (low < high) {
		double pivot = values[k];
		ptrdiff_t i = low, j = high;

		while (i <= j) {
			while (values[i] < pivot)
				i++;
			while (pivot < values[j])
				j--;
			if (i <= j) {
				double swap = values[i];

				values[i++] = values[j];
				values[j--] = swap;
			}
		}
		if (j < k)
			low = i;
		if (k < i)
			high = j;
	}
	return values[k];
}

/* The middle two of n > 0 values: of an odd number the same. */
struct middle {
	double lower, upper;
};

static struct middle middle_of(double *values, size_t n)
{
	const double upper = select_rank(values, n, n / 2 + 1);

	return (struct middle){n % 2 ? upper : select_rank(values, n, n / 2), upper};
}

double stats_median(double *values, size_t n)
{
	if (!n)
		return NAN;

	const struct middle middle = middle_of(values, n);

	return (middle.lower + middle.upper) / 2;
}

uint64_t stats_rank(uint64_t n, double q)
{
	/* 0.07 * 100 is a little more than 7 and must still be rank 7. */
	uint64_t rank = ceil(q * (1 - 4 * DBL_EPSILON) * n);

	return rank ? rank : 1;
}

double stats_quantile(struct sorted_samples samples, double q)
{
	return samples.count ? (double)samples.ns[stats_rank(samples.count, q) - 1] : NAN;
}

/* Radix exchange sort from @bit downwards: zeros to the front, ones to the back, then
 * each part by itself. */
static void sort_by_bit(uint32_t *values, size_t n, uint32_t bit)
{
	while (n > 1 && bit) {
		size_t zeros = 0;

		for (size_t i = 0; i < n; i++) {
			uint32_t value = values[i];

			values[i] = values[zeros];
			values[zeros] = value;
			zeros += !(value & bit);
		}
		bit >>= 1;
		sort_by_bit(values, zeros, bit);
		values += zeros;
		n -= zeros;
	}
}

void stats_sort_u32(uint32_t *values, size_t n)
{
	uint32_t used = 0;

	for (size_t i = 0; i < n; i++)
		used |= values[i];
	if (used)
		sort_by_bit(values, n, 1u << (31 - __builtin_clz(used)));
}

struct estimate stats_median_interval(double *values, size_t n, double confidence)
{
	size_t rank = stats_sign_rank(n, confidence);

	return (struct estimate){
		.value = stats_median(values, n),
		.low = rank ? select_rank(values, n, rank) : NAN,
		.high = rank ? select_rank(values, n, n + 1 - rank) : NAN,
		.units = n,
	};
}

struct estimate stats_level(double *values, size_t n, double confidence)
{
	struct estimate e = stats_median_interval(values, n, confidence);

	if (n > 0) {
		const struct middle middle = middle_of(values, n);

		e.value = sqrt(middle.lower * middle.upper);
	}
	return e;
}

struct modes stats_modes(double *values, size_t n)
{
	if (n > 0) {
		/* What is smaller comes to lie before the middle, what is larger behind.
		 */
		const struct middle middle = middle_of(values, n);

		if (middle.upper > MODES_APART * middle.lower)
			return (struct modes){
				stats_level(values, n / 2, 0.95).value,
				stats_level(values + n / 2, n / 2, 0.95).value};
	}
	return (struct modes){NAN, NAN};
}

static int compare_doubles(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

void stats_sort(double *values, size_t n)
{
	qsort(values, n, sizeof(*values), compare_doubles);
}

/*
 * Counts the pair means of @n ascending values that are at most @limit, and stores the
 * largest of them and the smallest of the others.  In the triangle of all means both rows
 * and columns ascend, so one walk along the border between small and large means will do.
 */
static size_t count_pair_means(const double *sorted, size_t n, double limit,
			       double *largest, double *next)
{
	size_t count = 0, end = n;

	*largest = -INFINITY;
	*next = INFINITY;
	for (size_t i = 0; i < end; i++) {
		while (end > i && (sorted[i] + sorted[end - 1]) / 2 > limit)
			end--;
		if (end > i)
			*largest = fmax(*largest, (sorted[i] + sorted[end - 1]) / 2);
		if (end < n)
			*next = fmin(*next, (sorted[i] + sorted[end]) / 2);
		count += end - i;
	}
	return count;
}

/* The @rank-th smallest pair mean, by bisection; both bounds are always pair means. */
static double select_pair_mean(const double *sorted, size_t n, size_t rank)
{
	double low = sorted[0], high = sorted[n - 1];

	while (low < high) {
		double middle = low / 2 + high / 2, largest, next;

		if (middle >= high) /* the two are neighbours */
			middle = low;
		if (count_pair_means(sorted, n, middle, &largest, &next) < rank)
			low = next;
		else
			high = largest;
	}
	return low;
}

struct estimate stats_hodges_lehmann(double *values, size_t n, double confidence)
{
	struct estimate e = {NAN, NAN, NAN, n};
	size_t pairs = n * (n + 1) / 2, rank = stats_wilcoxon_rank(n, confidence);

	if (!n)
		return e;
	stats_sort(values, n);
	e.value = (select_pair_mean(values, n, (pairs + 1) / 2) +
		   select_pair_mean(values, n, pairs / 2 + 1)) /
		  2;
	if (rank) {
		e.low = select_pair_mean(values, n, rank);
		e.high = select_pair_mean(values, n, pairs + 1 - rank);
	}
	return e;
}

static struct estimate estimate_exp(struct estimate e)
{
	return (struct estimate){exp(e.value), exp(e.low), exp(e.high), e.units};
}

struct ratio stats_ratio(double *log_ratios, size_t n, double confidence)
{
	struct estimate hl = stats_hodges_lehmann(log_ratios, n, confidence);
	struct estimate median = stats_median_interval(log_ratios, n, confidence);

	return (struct ratio){
		.hl = estimate_exp(hl),
		.median = estimate_exp(median),
		.asymmetric = fabs(hl.value - median.value) > (hl.high - hl.low) / 2,
	};
}

bool stats_carries_quantile(uint64_t count, double q)
{
	/* 1 - 0.9 is a little less than 0.1. */
	return count * (1 - q) > TAIL_SAMPLES - 1e-6;
}

/* The mean of the logarithms and the square of its standard error. */
struct log_mean {
	double mean, error2;
};

static struct log_mean log_mean_of(const double *values, size_t n)
{
	double mean = 0, squares = 0;

	for (size_t i = 0; i < n; i++)
		mean += log(values[i]) / n;
	for (size_t i = 0; i < n; i++)
		squares += (log(values[i]) - mean) * (log(values[i]) - mean);
	return (struct log_mean){mean, squares / (n - 1) / n};
}

double stats_geometric_mean(const double *values, size_t n)
{
	return n ? exp(log_mean_of(values, n).mean) : NAN;
}

struct estimate stats_welch_log(const double *before, size_t n_before,
				const double *after, size_t n_after, double confidence)
{
	size_t units = n_before < n_after ? n_before : n_after;

	if (!units)
		return (struct estimate){NAN, NAN, NAN, 0};

	struct log_mean b = log_mean_of(before, n_before);
	struct log_mean a = log_mean_of(after, n_after);
	double shift = a.mean - b.mean, error2 = a.error2 + b.error2, half = 0;

	if (units < SESSIONS) {
		half = NAN;
	} else if (error2 > 0) {
		double a2 = a.error2 * a.error2 / (n_after - 1);
		double b2 = b.error2 * b.error2 / (n_before - 1);
		double df = error2 * error2 / (a2 + b2);

		half = stats_t_critical(confidence, df) * sqrt(error2);
	}
	return estimate_exp((struct estimate){shift, shift - half, shift + half, units});
}

double stats_half_width(struct estimate positive)
{
	return sqrt(positive.high / positive.low) - 1;
}

enum verdict stats_verdict(struct estimate ratio, double threshold)
{
	double most = 1 + threshold, least = 1 / most;

	if (ratio.high < least)
		return FASTER;
	if (ratio.low > most)
		return SLOWER;
	if (ratio.low >= least && ratio.high <= most)
		return SAME;
	return INCONCLUSIVE;
}
