/* SPDX-License-Identifier: MIT */
/*
 * Bins and percentiles, against all samples of all rounds, which are still here.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/random.h"
#include "figures/percentiles.h"
#include "stats/histogram.h"

enum { ROUNDS = 300, SAMPLES_MAX = 3000 };

static const double quantiles[] = {0.9, 0.99, 0.999};

/* Adds a round of count samples of ns, or if step > 0 of ns, ns + step, ... */
static void add(struct bins *all, size_t count, uint32_t ns, uint32_t step)
{
	static uint32_t samples[SAMPLES_MAX];

	for (size_t i = 0; i < count; i++)
		samples[i] = ns + (uint32_t)i * step;
	assert_int_equal(bins_add(all, (struct sorted_samples){samples, count}), 0);
}

static struct estimate percentile(const struct bins *all, enum percentile which)
{
	struct estimate of[PERCENTILE_COUNT];

	assert_int_equal(percentiles_of(all, of), 0);
	return of[which];
}

/* One round in ten takes ten times as long, and is that the sooner done with its samples:
 * nine tenths of the time were quick all the same. */
static void test_rounds_weigh_the_same(void **state)
{
	struct bins all = {0};
	struct estimate p90, p99;

	(void)state;
	for (size_t i = 0; i < 20; i++)
		add(&all, i % 10 ? 1000 : 100, i % 10 ? 300 : 3001, 0);
	p90 = percentile(&all, P90);
	p99 = percentile(&all, P99);
	assert_true(p90.value == 300 && p90.units == 20);
	assert_true(p99.value == 3001); /* not above the longest, though its bin is */
	assert_true(p90.low == 300 && p90.high == 3001);
	assert_true(p99.low <= 3001 && p99.high == 3001);
	bins_free(&all);
}

static void test_too_few(void **state)
{
	struct bins all = {0};

	(void)state;
	assert_true(isnan(percentile(&all, P90).value));
	add(&all, 99, 1, 1);
	assert_true(isnan(percentile(&all, P90).value));
	add(&all, 1, 500, 0); /* ten lie beyond the ninetieth */
	add(&all, 1, 500, 0);
	assert_true(percentile(&all, P90).value > 0);
	assert_true(isnan(percentile(&all, P99).value));
	for (size_t i = 3; i < 5; i++)
		add(&all, 500, 1, 0);
	/* Five rounds have a value, six an interval too. */
	assert_false(isnan(percentile(&all, P90).value));
	assert_true(isnan(percentile(&all, P90).low));
	add(&all, 500, 1, 0);
	assert_false(isnan(percentile(&all, P90).low));
	assert_false(isnan(percentile(&all, P90).high));
	bins_free(&all);
}

/* However alike the rounds, an interval has both ends, and the value within. */
static void test_no_spread(void **state)
{
	struct bins all = {0};

	(void)state;
	for (size_t i = 0; i < 10; i++)
		add(&all, 1000, 100000, 0);
	for (enum percentile p = P90; p <= P99; p++) {
		const struct estimate e = percentile(&all, p);

		assert_true(e.value == 100000 && e.low == 100000 && e.high == 100000);
	}
	bins_free(&all);
}

/* The samples of rounds, each with its weight. */
struct weighed {
	uint32_t ns;
	double weight;
};

static int compare_weighed(const void *a, const void *b)
{
	const uint32_t x = ((const struct weighed *)a)->ns;
	const uint32_t y = ((const struct weighed *)b)->ns;

	return (x > y) - (x < y);
}

/* The quantile of weighed samples, which add up to rounds, by its definition. */
static double quantile_of(struct weighed *samples, size_t count, size_t rounds, double q)
{
	double reached = 0;

	qsort(samples, count, sizeof(*samples), compare_weighed);
	for (size_t i = 0; i < count; i++) {
		reached += samples[i].weight;
		if (reached >= (q - 1e-6) * (double)rounds)
			return samples[i].ns;
	}
	return NAN;
}

/* What histogram.csv says: the percentile is where its shares reach the quantile. */
static double quantile_of_bins(const struct bins *all, double q)
{
	struct bins_cursor cursor = {0};
	double reached = 0;
	struct bin bin;

	while (bins_next(all, &cursor, &bin)) {
		reached += bin.share;
		if (reached >= q - 1e-6)
			return (double)bin.high;
	}
	return NAN;
}

static void check_bins(const struct bins *all, uint64_t samples)
{
	struct bins_cursor cursor = {0};
	uint64_t count = 0, next = 0;
	double share = 0;
	struct bin bin;

	while (bins_next(all, &cursor, &bin)) {
		assert_true(bin.low >= next && bin.high >= bin.low && bin.count > 0);
		next = bin.high + 1;
		count += bin.count;
		share += bin.share;
	}
	assert_int_equal(count, samples);
	assert_true(fabs(share - 1) < 1e-5);
}

/* Rounds of any number of samples of any length; more than are kept apart. */
static void test_brute_force(void **state)
{
	static struct weighed samples[ROUNDS * SAMPLES_MAX];
	static uint32_t round[SAMPLES_MAX];
	struct bins all = {0};
	size_t total = 0;
	struct random r;

	(void)state;
	random_init(&r, 1);
	for (size_t n = 1; n <= ROUNDS; n++) {
		const size_t count = 1 + random_below(&r, SAMPLES_MAX);

		for (size_t i = 0; i < count; i++) {
			round[i] = (uint32_t)random_next(&r) >> random_below(&r, 32);
			samples[total + i] = (struct weighed){round[i], 1.0 / count};
		}
		total += count;
		stats_sort_u32(round, count);
		assert_int_equal(bins_add(&all, (struct sorted_samples){round, count}),
				 0);
		assert_int_equal(all.rounds, n);
		assert_in_range(all.block_count, n < 33 ? n : 33, BINS_BLOCKS);
		if (n % 37)
			continue;
		check_bins(&all, total);
		for (enum percentile p = P90; p < PERCENTILE_COUNT; p++) {
			const struct estimate e = percentile(&all, p);
			const double due = quantile_of(samples, total, n, quantiles[p]);

			assert_true(e.value >= due && e.value <= due * 257 / 256);
			assert_true(e.value == quantile_of_bins(&all, quantiles[p]));
			assert_true(e.low <= e.value && e.value <= e.high);
			assert_int_equal(e.units, n);
		}
	}
	bins_free(&all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rounds_weigh_the_same),
		cmocka_unit_test(test_too_few),
		cmocka_unit_test(test_no_spread),
		cmocka_unit_test(test_brute_force),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
