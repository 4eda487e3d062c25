/* SPDX-License-Identifier: MIT */
/*
 * Statistics over rounds.  Ranks count from 1 here, as they do in the literature, and a
 * rank of 0 means that there is none.
 */
#include "stats/stats.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum {
	EXACT_VALUES = 120, /* beyond, Wilcoxon's distribution is approximated */
	TAIL_SAMPLES = 10,  /* beyond a percentile that may be printed */
	SESSIONS = 3,	    /* a side, for an interval between files */
	SMALL_SORT = 24,    /* values that are sorted faster by insertion */
};

/* Hoare's FIND: the @rank-th smallest; smaller values end up before it, larger behind. */
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

double stats_median(double *values, size_t n)
{
	if (!n)
		return NAN;

	double upper = select_rank(values, n, n / 2 + 1);

	return n % 2 ? upper : (select_rank(values, n, n / 2) + upper) / 2;
}

uint64_t stats_rank(uint64_t n, double q)
{
	/* 0.07 * 100 is a little more than 7 and must still be rank 7. */
	uint64_t rank = ceil(q * (1 - 4 * DBL_EPSILON) * n);

	return rank ? rank : 1;
}

double stats_quantile_sorted(const double *sorted, size_t n, double q)
{
	return n ? sorted[stats_rank(n, q) - 1] : NAN;
}

double stats_quantile_u32(struct sorted_samples samples, double q)
{
	return samples.count ? samples.ns[stats_rank(samples.count, q) - 1] : NAN;
}

static void sort_by_insertion(uint32_t *values, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		uint32_t value = values[i];
		size_t j = i;

		for (; j && values[j - 1] > value; j--)
			values[j] = values[j - 1];
		values[j] = value;
	}
}

/* Radix exchange from @bit downwards: zeros in front, ones behind, then each part. */
static void sort_by_bit(uint32_t *values, size_t n, uint32_t bit)
{
	while (n > SMALL_SORT && bit) {
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
	sort_by_insertion(values, n);
}

void stats_sort_u32(uint32_t *values, size_t n)
{
	uint32_t used = 0;

	for (size_t i = 0; i < n; i++)
		used |= values[i];
	if (used)
		sort_by_bit(values, n, 1u << (31 - __builtin_clz(used)));
}

/* The median of @values, between the @rank-th smallest and the @rank-th largest. */
static struct estimate estimate_by_rank(double *values, size_t n, size_t rank,
					size_t units)
{
	return (struct estimate){
		.value = stats_median(values, n),
		.low = rank ? select_rank(values, n, rank) : NAN,
		.high = rank ? select_rank(values, n, n + 1 - rank) : NAN,
		.units = units,
	};
}

size_t stats_sign_rank(size_t n, double confidence)
{
	double log_all = lgamma(n + 1.0) - n * M_LN2;
	double tail = 0;
	size_t k = 0;

	for (; k < n; k++) {
		tail += exp(log_all - lgamma(k + 1.0) - lgamma(n - k + 1.0));
		if (tail > (1 - confidence) / 2)
			break;
	}
	return k;
}

struct estimate stats_median_interval(double *values, size_t n, double confidence)
{
	return estimate_by_rank(values, n, stats_sign_rank(n, confidence), n);
}

/*
 * probability[s] becomes the chance that the ranks 1 to @n, each counted or not by the
 * toss of a coin, sum to s, for s up to @last: Wilcoxon's statistic around a median of 0.
 */
static void fill_wilcoxon(double *probability, size_t last, size_t n)
{
	memset(probability, 0, (last + 1) * sizeof(*probability));
	probability[0] = ldexp(1, -(int)n);
	for (size_t rank = 1; rank <= n; rank++)
		for (size_t sum = last; sum >= rank; sum--)
			probability[sum] += probability[sum - rank];
}

size_t stats_wilcoxon_rank(size_t n, double confidence, double *scratch)
{
	size_t half = stats_pairs(n) / 2, k = 0;
	double tail = 0;

	if (!n)
		return 0;
	if (n > EXACT_VALUES) {
		double sd = sqrt(n * (n + 1.0) * (2.0 * n + 1) / 24);
		double z = stats_t_critical(confidence, INFINITY);

		return stats_pairs(n) / 2.0 + 0.5 - z * sd;
	}
	fill_wilcoxon(scratch, half, n);
	for (; k < half; k++) {
		tail += scratch[k];
		if (tail > (1 - confidence) / 2)
			break;
	}
	return k;
}

struct estimate stats_hodges_lehmann(const double *values, size_t n, double confidence,
				     double *scratch)
{
	size_t rank = stats_wilcoxon_rank(n, confidence, scratch);
	double *mean = scratch;

	for (size_t i = 0; i < n; i++)
		for (size_t j = i; j < n; j++)
			*mean++ = (values[i] + values[j]) / 2;
	return estimate_by_rank(scratch, stats_pairs(n), rank, n);
}

static struct estimate estimate_exp(struct estimate e)
{
	return (struct estimate){exp(e.value), exp(e.low), exp(e.high), e.units};
}

struct ratio stats_ratio(const double *log_ratios, size_t n, double confidence,
			 double *scratch)
{
	struct estimate hl = stats_hodges_lehmann(log_ratios, n, confidence, scratch);

	if (n)
		memcpy(scratch, log_ratios, n * sizeof(*scratch));

	struct estimate median = stats_median_interval(scratch, n, confidence);

	return (struct ratio){
		.hl = estimate_exp(hl),
		.median = estimate_exp(median),
		.asymmetric = fabs(hl.value - median.value) > (hl.high - hl.low) / 2,
	};
}

/* How many samples are @limit_ns or less. */
static size_t count_up_to(struct sorted_samples samples, uint32_t limit_ns)
{
	size_t low = 0, high = samples.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (samples.ns[middle] <= limit_ns)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Quantile @q of the @count samples of @rounds rounds together, without merging them. */
static uint32_t quantile_of_rounds(const struct sorted_samples *samples, size_t rounds,
				   size_t count, double q)
{
	uint64_t rank = stats_rank(count, q);
	uint32_t low = 0, high = UINT32_MAX;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		size_t below = 0;

		for (size_t i = 0; i < rounds; i++)
			below += count_up_to(samples[i], middle);
		if (below < rank)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Whether enough of @count samples lie beyond quantile @q; 1 - 0.9 is less than 0.1. */
static bool carries_quantile(size_t count, double q)
{
	return count * (1 - q) > TAIL_SAMPLES - 1e-6;
}

struct estimate stats_percentile_over_rounds(const struct sorted_samples *samples,
					     size_t rounds, double q, double *scratch)
{
	size_t units = 0, first = 0, count = 0, left = 0;

	for (size_t i = 0; i < rounds; i++)
		left += samples[i].count;
	for (size_t i = 0; i < rounds; i++) {
		bool last = i + 1 == rounds;

		count += samples[i].count;
		left -= samples[i].count;
		if (!carries_quantile(count, q) || !(last || carries_quantile(left, q)))
			continue;
		scratch[units++] =
			quantile_of_rounds(&samples[first], i + 1 - first, count, q);
		first = i + 1;
		count = 0;
	}
	return stats_median_interval(scratch, units, STATS_CONFIDENCE);
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

/* The incomplete beta function I_x(a, b) by the series DLMF 8.17.8, slow near x = 1. */
static double incomplete_beta(double a, double b, double x)
{
	double log_beta = lgamma(a) + lgamma(b) - lgamma(a + b);
	double term = 1, sum = 1;

	for (double i = 0; term > sum * DBL_EPSILON / 8; i++) {
		term *= x * (a + b + i) / (a + 1 + i);
		sum += term;
	}
	return exp(a * log(x) + b * log1p(-x) - log_beta) / a * sum;
}

/* The probability that a Student variable exceeds @t, at least 0. */
static double t_tail(double t, double df)
{
	if (isinf(df))
		return erfc(t * M_SQRT1_2) / 2;
	if (t > 1) /* the difference below would lose the digits of a small tail */
		return incomplete_beta(df / 2, 0.5, df / (df + t * t)) / 2;
	return 0.5 - incomplete_beta(0.5, df / 2, t * t / (df + t * t)) / 2;
}

double stats_t_critical(double confidence, double df)
{
	double tail = (1 - confidence) / 2, low = 0, high = 1;

	while (t_tail(high, df) > tail) {
		low = high;
		high *= 2;
	}
	for (;;) {
		double middle = (low + high) / 2;

		if (middle <= low || middle >= high)
			return middle;
		if (t_tail(middle, df) > tail)
			low = middle;
		else
			high = middle;
	}
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
