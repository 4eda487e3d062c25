/* SPDX-License-Identifier: MIT */
/*
 * The statistics against closed forms, brute force and published tables.  What must hold
 * for random samples, above all the promise of the intervals, is in test_coverage.c.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/random.h"
#include "stats/distributions.h"
#include "stats/stats.h"

#define LENGTH(array) (sizeof(array) / sizeof(*(array)))

#define assert_close(got, want, relative)                                                \
	assert_true(fabs((got) - (want)) <= (relative)*fabs(want))
#define assert_estimate(e, v, l, h)                                                      \
	do {                                                                             \
		assert_close((e).value, v, 1e-12);                                       \
		assert_close((e).low, l, 1e-12);                                         \
		assert_close((e).high, h, 1e-12);                                        \
	} while (0)
#define assert_no_interval(e) assert_true(isnan((e).low) && isnan((e).high))

static int compare_u32(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void test_median(void **state)
{
	struct random r;
	double values[60];
	uint32_t sorted[60];

	(void)state;
	assert_true(isnan(stats_median(values, 0)));
	random_init(&r, 1);
	for (size_t trial = 0; trial < 3000; trial++) {
		size_t n = 1 + random_below(&r, LENGTH(values));
		uint64_t range = 1 + random_below(&r, 100); /* few values: many ties */

		for (size_t i = 0; i < n; i++)
			values[i] = sorted[i] = random_below(&r, range);
		qsort(sorted, n, sizeof(*sorted), compare_u32);
		assert_true(stats_median(values, n) ==
			    (sorted[(n - 1) / 2] + sorted[n / 2]) / 2.0);
	}
}

static void test_quantile_is_nearest_rank(void **state)
{
	uint32_t ns[] = {7, 8, UINT32_MAX};
	struct sorted_samples none = {NULL, 0}, three = {ns, 3};

	(void)state;
	for (uint64_t n = 1; n <= 1000; n++)
		for (uint64_t k = 1; k <= n; k++)
			assert_int_equal(stats_rank(n, (double)k / n), k);
	assert_int_equal(stats_rank(1000, 0.99), 990);
	assert_int_equal(stats_rank(1001, 0.99), 991);
	assert_int_equal(stats_rank(100, 0.07), 7);
	assert_int_equal(stats_rank(5, 1e-9), 1);
	assert_true(stats_quantile(three, 0.5) == 8);
	assert_true(stats_quantile(three, 1) == UINT32_MAX); /* no float holds it */
	assert_true(isnan(stats_quantile(none, 0.5)));
}

/* Element @i of @n of an array of kind @kind. */
static uint32_t awkward(struct random *r, int kind, size_t i, size_t n)
{
	switch (kind) {
	case 0:
		return random_next(r);
	case 1:
		return 6000 + 10 * random_below(r, 300);
	case 2:
		return n - i;
	case 3:
		return i % 2 ? UINT32_MAX : 0;
	case 4:
		return 1u << random_below(r, 32);
	default:
		return 90;
	}
}

static void test_sort(void **state)
{
	static const size_t lengths[] = {0, 1, 2, 24, 25, 26, 100, 1000, 20000};
	static uint32_t values[20000], expected[20000];
	struct random r;

	(void)state;
	random_init(&r, 2);
	for (int kind = 0; kind < 6; kind++)
		for (size_t k = 0; k < LENGTH(lengths); k++) {
			size_t n = lengths[k];

			for (size_t i = 0; i < n; i++)
				expected[i] = values[i] = awkward(&r, kind, i, n);
			qsort(expected, n, sizeof(*expected), compare_u32);
			stats_sort_u32(values, n);
			assert_memory_equal(values, expected, n * sizeof(*values));
		}
}

static void test_median_interval(void **state)
{
	double values[20];
	struct estimate e;

	(void)state;
	for (size_t i = 0; i < 20; i++)
		values[i] = 20 - i;
	e = stats_median_interval(values, 20, 0.95);
	assert_estimate(e, 10.5, 6.0, 15.0);
	assert_int_equal(e.units, 20);
	e = stats_median_interval(values, 5, 0.95);
	assert_no_interval(e);
	assert_false(isnan(e.value));
	e = stats_median_interval(values, 0, 0.95);
	assert_no_interval(e);
	assert_true(isnan(e.value));
}

/* Example 3.1 of Hollander and Wolfe, depression scales: -0.46 and (-0.786, -0.010). */
static void test_hodges_lehmann_published(void **state)
{
	static const double before[] = {1.83, 0.50, 1.62, 2.48, 1.68,
					1.88, 1.55, 3.06, 1.30};
	static const double after[] = {0.878, 0.647, 0.598, 2.05, 1.06,
				       1.29,  1.06,  3.14,  1.29};
	double skewed[] = {5, 0, 1}; /* means: 0 0.5 1 2.5 3 5 */
	double shifts[9];
	struct estimate e;

	(void)state;
	for (size_t i = 0; i < 9; i++)
		shifts[i] = after[i] - before[i];
	e = stats_hodges_lehmann(shifts, 9, 0.95);
	assert_estimate(e, -0.46, -0.786, -0.010);
	assert_int_equal(e.units, 9);
	e = stats_hodges_lehmann(skewed, 3, 0.95);
	assert_close(e.value, 1.75, 1e-15);
	assert_no_interval(e);
	assert_true(isnan(stats_hodges_lehmann(skewed, 0, 0.95).value));
}

static int compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Numbers with many ties, of very different magnitudes, or of both signs and small. */
static double draw_number(struct random *r, int kind)
{
	double sign = random_below(r, 2) ? 1 : -1;

	switch (kind) {
	case 0:
		return sign * random_below(r, 5);
	case 1:
		return sign *
		       ldexp(random_below(r, 1000), (int)random_below(r, 2000) - 1000);
	default:
		return sign * random_below(r, 1000000) / 1e8;
	}
}

/* Bit for bit what sorting all pair means gives. */
static void test_hodges_lehmann_brute_force(void **state)
{
	enum { MOST = 300 };
	static double values[MOST], means[MOST * (MOST + 1) / 2];
	struct random r;

	(void)state;
	random_init(&r, 9);
	for (size_t trial = 0; trial < 300; trial++) {
		size_t n = 1 + random_below(&r, trial < 200 ? 20 : MOST), pairs = 0;
		size_t rank = stats_wilcoxon_rank(n, 0.95);

		for (size_t i = 0; i < n; i++) {
			values[i] = draw_number(&r, trial % 3);
			for (size_t j = 0; j <= i; j++)
				means[pairs++] = (values[i] + values[j]) / 2;
		}
		qsort(means, pairs, sizeof(*means), compare_doubles);

		struct estimate e = stats_hodges_lehmann(values, n, 0.95);

		assert_true(e.value == (means[(pairs - 1) / 2] + means[pairs / 2]) / 2);
		assert_true(rank ? e.low == means[rank - 1] : isnan(e.low));
		assert_true(rank ? e.high == means[pairs - rank] : isnan(e.high));
	}
}

/* As many rounds as may be asked for: their pair means would take 40 GB. */
static void test_hodges_lehmann_of_many(void **state)
{
	enum { MANY = 100000 };
	static double values[MANY];
	size_t rank = stats_wilcoxon_rank(MANY, 0.95), sum = 0, pairs = 1;

	(void)state;
	for (size_t i = 0; i < MANY; i++)
		values[i] = i * 7919 % MANY; /* 0 to MANY - 1, in disorder */
	while (pairs < rank)		     /* pairs i <= j with i + j up to sum */
		pairs += ++sum / 2 + 1;

	struct estimate e = stats_hodges_lehmann(values, MANY, 0.95);

	assert_true(e.value == (MANY - 1) / 2.0);
	assert_true(e.low == sum / 2.0);
	assert_true(e.high == MANY - 1 - e.low);
}

static void test_ratio(void **state)
{
	double even[20], skewed[20];
	struct ratio r;

	(void)state;
	for (size_t i = 0; i < 20; i++) {
		even[i] = log(2) + ((double)i - 9.5) / 1000;
		skewed[i] = i < 11 ? i / 1000.0 : 1;
	}
	r = stats_ratio(even, 20, 0.95);
	assert_close(r.hl.value, 2.0, 1e-12);
	assert_estimate(r.median, 2.0, 2 * exp(-0.0045), 2 * exp(0.0045));
	assert_true(r.hl.low > r.median.low && r.hl.high < r.median.high);
	assert_false(r.asymmetric);
	for (size_t i = 14; i < 20; i++)
		even[i] += 0.01; /* moves one value by about half the half-width */
	assert_false(stats_ratio(even, 20, 0.95).asymmetric);
	r = stats_ratio(skewed, 20, 0.95);
	assert_close(r.median.value, exp(0.0095), 1e-12);
	assert_true(r.asymmetric);
	r = stats_ratio(even, 5, 0.95);
	assert_no_interval(r.hl);
	assert_no_interval(r.median);
	assert_false(r.asymmetric);
	assert_true(isnan(stats_ratio(even, 0, 0.95).hl.value));
}

/* Means 1 and 2, variances 1, three sessions each: 4 degrees of freedom. */
static void test_welch(void **state)
{
	double before[] = {1, exp(1), exp(2)}, after[] = {exp(1), exp(2), exp(3)};
	static const double still[] = {8, 8, 8}, twice[] = {16, 16, 16, 16};
	double half = 2.7764451051977987 * sqrt(2.0 / 3);
	struct estimate e = stats_welch_log(before, 3, after, 3, 0.95);

	(void)state;
	assert_close(stats_geometric_mean(after, 3), exp(2), 1e-14);
	assert_true(isnan(stats_geometric_mean(after, 0)));
	assert_estimate(e, exp(1), exp(1 - half), exp(1 + half));
	e = stats_welch_log(still, 3, twice, 4, 0.95);
	assert_estimate(e, 2.0, 2.0, 2.0);
	assert_int_equal(e.units, 3);
	e = stats_welch_log(still, 3, twice, 2, 0.95);
	assert_close(e.value, 2.0, 1e-12);
	assert_no_interval(e);
	assert_true(isnan(stats_welch_log(still, 0, twice, 4, 0.95).value));
	/* One side without variance: two degrees of freedom. */
	e = stats_welch_log(after, 3, still, 3, 0.95);
	assert_close(log(e.high / e.value), 4.302652729749464 / sqrt(3), 1e-12);
}

static enum verdict verdict_of(double low, double high)
{
	return stats_verdict((struct estimate){.low = low, .high = high}, 0.01);
}

static void test_verdict(void **state)
{
	struct estimate none = {1.5, NAN, NAN, 5}, one_percent = {1, 1 / 1.01, 1.01, 9};
	struct estimate level = {6e3, 5e3, 7.2e3, 9};

	(void)state;
	assert_int_equal(verdict_of(0.90, 0.98), FASTER);
	assert_int_equal(verdict_of(1.02, 1.20), SLOWER);
	assert_int_equal(verdict_of(0.991, 1.01), SAME);
	assert_int_equal(verdict_of(0.990, 1.00), INCONCLUSIVE); /* 1 / 1.01 is 0.9901 */
	assert_int_equal(verdict_of(1.005, 1.02), INCONCLUSIVE);
	assert_int_equal(verdict_of(NAN, NAN), INCONCLUSIVE);
	assert_false(stats_half_width(none) <= 0.01);
	assert_close(stats_half_width(one_percent), 0.01, 1e-12);
	assert_close(stats_half_width(level), 0.2, 1e-12);
}

/* Ten samples beyond are enough, nine are not. */
static void test_carries_quantile(void **state)
{
	(void)state;
	assert_true(stats_carries_quantile(100, 0.9));
	assert_false(stats_carries_quantile(99, 0.9));
	assert_true(stats_carries_quantile(10000, 0.999));
	assert_false(stats_carries_quantile(9999, 0.999));
}

static void modes_are(struct modes m, double low, double high)
{
	assert_true(m.low == low || (isnan(m.low) && isnan(low)));
	assert_true(m.high == high || (isnan(m.high) && isnan(high)));
}

static void test_modes(void **state)
{
	(void)state;
	/* The middle two are 8.4 and 152. */
	modes_are(stats_modes((double[]){154, 7.0, 152, 8.4, 159, 7.1}, 6), 7.1, 154);
	modes_are(stats_modes((double[]){1, 9, 4, 16}, 4), 2, 12);

	/* One more on either side is where most of them are. */
	modes_are(stats_modes((double[]){154, 7, 152, 8.4, 159, 7.1, 7}, 7), NAN, NAN);
	modes_are(stats_modes((double[]){10, 14, 12, 100}, 4), NAN, NAN);
	modes_are(stats_modes(NULL, 0), NAN, NAN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_median),
		cmocka_unit_test(test_quantile_is_nearest_rank),
		cmocka_unit_test(test_sort),
		cmocka_unit_test(test_median_interval),
		cmocka_unit_test(test_hodges_lehmann_published),
		cmocka_unit_test(test_hodges_lehmann_brute_force),
		cmocka_unit_test(test_hodges_lehmann_of_many),
		cmocka_unit_test(test_ratio),
		cmocka_unit_test(test_welch),
		cmocka_unit_test(test_verdict),
		cmocka_unit_test(test_carries_quantile),
		cmocka_unit_test(test_modes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
