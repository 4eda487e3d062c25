/* SPDX-License-Identifier: MIT */
/*
 * Percentiles of a typical round, made round by round: they are what they would be if all
 * samples were still there, and these are given back.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "figures/percentiles.h"

enum { ROUNDS = 60, SAMPLES_MAX = 15000 };

static uint32_t *ns_of(size_t count, uint32_t first)
{
	uint32_t *ns = malloc((count + 1) * sizeof(*ns));

	assert_non_null(ns);
	for (size_t i = 0; i < count; i++)
		ns[i] = first + i;
	return ns;
}

/* Adds a round and frees its samples. */
static void add(struct percentiles *p, uint32_t *ns, size_t count)
{
	assert_int_equal(percentiles_add(p, (struct sorted_samples){ns, count}), 0);
	free(ns);
}

static struct estimate estimate(const struct percentiles *p, enum percentile which)
{
	double scratch[ROUNDS];

	return percentiles_estimate(p, which, scratch);
}

static void estimate_is(struct estimate e, size_t units, double value, double low,
			double high)
{
	assert_int_equal(e.units, units);
	assert_true(e.value == value || isnan(value));
	assert_true(e.low == low || (isnan(e.low) && isnan(low)));
	assert_true(e.high == high || (isnan(e.high) && isnan(high)));
}

/* 26 rounds of 300 samples, the round's number being their thousands. */
static void test_units(void **state)
{
	struct percentiles p = {0};

	(void)state;
	for (uint32_t i = 0; i < 26; i++)
		add(&p, ns_of(300, i * 1000 + 1), 300);
	/* p90 takes 100 samples: each round is a unit, its 270th sample the quantile. */
	estimate_is(estimate(&p, P90), 26, 12770, 7270, 18270);
	/* p99 takes 1000: four rounds a unit, for the last one six. */
	estimate_is(estimate(&p, P99), 6, 13288, 3288, 25282);
	/* p99.9 takes 10,000: there are not as many. */
	estimate_is(estimate(&p, P999), 0, NAN, NAN, NAN);
	assert_true(isnan(estimate(&p, P999).value));
	percentiles_free(&p);

	add(&p, ns_of(99, 1), 99);
	estimate_is(estimate(&p, P90), 0, NAN, NAN, NAN);
	add(&p, ns_of(1, 2000), 1);
	estimate_is(estimate(&p, P90), 1, 90, NAN, NAN);
	/* The last rounds join the unit before them. */
	add(&p, ns_of(99, 3000), 99);
	estimate_is(estimate(&p, P90), 1, 3079, NAN, NAN);
	add(&p, ns_of(1, 4000), 1);
	estimate_is(estimate(&p, P90), 2, (90 + 3089) / 2.0, NAN, NAN);
	percentiles_free(&p);
}

/* The same from all samples of all rounds, by the definition. */
static struct estimate brute_force(const struct sorted_samples *rounds, size_t n,
				   double q)
{
	static uint32_t merged[ROUNDS * SAMPLES_MAX];
	double values[ROUNDS];
	size_t units = 0, count = 0, left = 0;

	for (size_t i = 0; i < n; i++)
		left += rounds[i].count;
	for (size_t i = 0; i < n; i++) {
		memcpy(merged + count, rounds[i].ns,
		       rounds[i].count * sizeof(*rounds[i].ns));
		count += rounds[i].count;
		left -= rounds[i].count;
		if (count < 10 / (1 - q) - 0.5 ||
		    (i + 1 < n && left < 10 / (1 - q) - 0.5))
			continue;
		stats_sort_u32(merged, count);
		values[units++] = merged[stats_rank(count, q) - 1];
		count = 0;
	}
	return stats_median_interval(values, units, 0.95);
}

static void check_random_rounds(uint64_t seed, size_t samples_max)
{
	struct sorted_samples rounds[ROUNDS];
	uint32_t *ns[ROUNDS];
	struct percentiles p = {0};
	struct random r;

	random_init(&r, seed);
	for (size_t n = 0; n < ROUNDS; n++) {
		const size_t count = 1 + random_below(&r, samples_max);

		ns[n] = ns_of(count, 0);
		for (size_t i = 0; i < count; i++)
			ns[n][i] = (uint32_t)random_next(&r) >> random_below(&r, 32);
		stats_sort_u32(ns[n], count);
		rounds[n] = (struct sorted_samples){ns[n], count};
		assert_int_equal(percentiles_add(&p, rounds[n]), 0);
		for (enum percentile i = P90; i < PERCENTILE_COUNT; i++) {
			const struct estimate is = estimate(&p, i);
			const struct estimate due =
				brute_force(rounds, n + 1, percentile_quantile(i));

			estimate_is(is, due.units, due.value, due.low, due.high);
			assert_in_range(p.units[i].open_count, 0, 10000);
			assert_in_range(p.units[i].last_kept, 0, samples_max / 10 + 1011);
		}
	}
	percentiles_free(&p);
	for (size_t n = 0; n < ROUNDS; n++)
		free(ns[n]);
}

static void test_brute_force(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 4; seed++) {
		check_random_rounds(seed, 30);
		check_random_rounds(seed, 900);
	}
	check_random_rounds(5, SAMPLES_MAX);
}

static double draw_uniform(struct random *r)
{
	return ((random_next(r) >> 11) + 0.5) * 0x1p-53;
}

static double draw_normal(struct random *r)
{
	const double length = sqrt(-2 * log(draw_uniform(r)));

	return length * cos(2 * M_PI * draw_uniform(r));
}

/* Of 500 exponential times a round p99 takes two rounds a unit, which share their level.
 * Its interval contains the truth in at least 93 % of the runs. */
static void test_coverage(void **state)
{
	enum { UNITS = 20, SAMPLES = 500, RUNS = 1000 };
	double level = 0, truth = 0;
	size_t hits = 0;
	struct random r;

	(void)state;
	random_init(&r, 7);
	for (size_t i = 2 * SAMPLES; i > 10; i--)
		truth += 1e6 / i; /* the mean of the 990th of 1000 */
	for (size_t run = 0; run < RUNS; run++) {
		struct percentiles p = {0};
		struct estimate e;

		for (size_t i = 0; i < 2 * UNITS; i++) {
			uint32_t *ns = ns_of(SAMPLES, 0);

			if (i % 2 == 0)
				level = 1e6 * exp(0.2 * draw_normal(&r));
			for (size_t k = 0; k < SAMPLES; k++)
				ns[k] = -level * log(draw_uniform(&r));
			stats_sort_u32(ns, SAMPLES);
			add(&p, ns, SAMPLES);
		}
		e = estimate(&p, P99);
		assert_int_equal(e.units, UNITS);
		hits += e.low <= truth && truth <= e.high;
		percentiles_free(&p);
	}
	assert_in_range(hits, 0.93 * RUNS, 0.99 * RUNS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_units),
		cmocka_unit_test(test_brute_force),
		cmocka_unit_test(test_coverage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
