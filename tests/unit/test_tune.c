/* SPDX-License-Identifier: MIT */
/* The search for a knob's value, on surfaces that are made up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "surfaces.h"

static void test_values(void **state)
{
	static const struct knob buffer = {SET_BUFFER, 4096, 1 << 20, 4,
					   1,	       NULL, "VALUE"};
	static const struct knob chunk = {SET_CHUNK, 4096, 1 << 20, 4, 1, NULL, "VALUE"};
	static const struct knob depth = {SET_DEPTH, 4, 1024, 2, 1, NULL, "VALUE"};
	size_t at[TUNE_ARMS_MAX];

	(void)state;
	assert_int_equal(tune_values(&buffer, 64, 0, at), 5);
	assert_int_equal(at[0], 4096);
	assert_int_equal(at[4], 1 << 20);

	/* The limit is the last, on a step or not. */
	assert_int_equal(tune_values(&buffer, 64, 65536, at), 3);
	assert_int_equal(at[2], 65536);
	assert_int_equal(tune_values(&buffer, 64, 100000, at), 4);
	assert_int_equal(at[3], 100000);
	assert_int_equal(tune_values(&buffer, 64, 1024, at), 0);

	/* A chunk as long as the message is none. */
	assert_int_equal(tune_values(&chunk, 4096, 0, at), 0);
	assert_int_equal(tune_values(&chunk, 65536, 0, at), 2);

	/* Memory bounds a queue, but the least is always tried. */
	assert_int_equal(tune_values(&depth, 64, 0, at), 9);
	assert_int_equal(tune_values(&depth, 1 << 20, 0, at), 3);
	assert_int_equal(tune_values(&depth, 1 << 30, 0, at), 1);
}

static void test_flat(void **state)
{
	const struct surface flat = {{1, 3, 1, 1, 1, 1, 1, 1}, 0.01};
	struct tune_search s;
	const struct tune_advice advice = advice_on(&flat, &s);

	(void)state;
	assert_int_equal(advice.arm, 0);
	assert_true(advice.flat);
	assert_true(advice.has_effect);
	assert_true(tune_is_settled(&s));
}

static void test_peak(void **state)
{
	const struct surface peak = {{1, 4, 2, 1, 0.7, 0.5, 0.7, 0.9}, 0.01};
	struct tune_search s;
	const struct tune_advice advice = advice_on(&peak, &s);
	struct estimate gain;

	(void)state;
	assert_int_equal(value_of(advice.arm), 128);
	assert_int_equal(advice.best, advice.arm);
	assert_false(advice.flat);
	assert_true(tune_is_settled(&s));
	gain = tune_ratio(&s, advice.arm, s.base);
	assert_true(gain.high < 0.51 && gain.low > 0.49);

	/* What was hopeless was not measured to the end. */
	assert_true(s.arms[2].dropped);
	assert_in_range(tune_ratio(&s, 2, 0).units, 2, 4);
	assert_int_equal(tune_ratio(&s, advice.arm, 0).units, 10);
}

/* Of what is as good the smallest, though the largest may seem best. */
static void test_monotone(void **state)
{
	const struct surface rising = {{1, 4, 0.9, 0.8, 0.6, 0.51, 0.505, 0.5}, 0.002};
	struct tune_search s;
	const struct tune_advice advice = advice_on(&rising, &s);

	(void)state;
	assert_int_equal(value_of(advice.arm), 128);
	assert_int_equal(value_of(advice.best), 512);
}

/* Where nothing can be told, nothing is advised. */
static void test_noisy(void **state)
{
	const struct surface noisy = {{1, 8, 1, 1, 0.95, 1, 1, 1}, 1};
	struct tune_search s;
	const struct tune_advice advice = advice_on(&noisy, &s);

	(void)state;
	assert_int_equal(advice.arm, 0);
	assert_false(tune_is_settled(&s));
}

static void test_ties(void **state)
{
	const struct surface ties = {{1, 4, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5}, 0};
	struct tune_search s;
	struct tune_advice advice = advice_on(&ties, &s);

	(void)state;
	assert_int_equal(value_of(advice.arm), 16);

	/* The default among the ties is left alone. */
	const struct surface all = {{1, 4, 1, 1, 1, 1, 1, 1}, 0};

	advice = advice_on(&all, &s);
	assert_int_equal(advice.arm, 0);
}

static void test_bad_is_not_bad(void **state)
{
	const struct surface dead = {{1, 1, 1, 1, 1, 1, 1, 1}, 0.01};
	struct tune_search s;
	const struct tune_advice advice = advice_on(&dead, &s);

	(void)state;
	assert_false(advice.has_effect);
	assert_false(s.arms[1].dropped);
	assert_int_equal(advice.arm, 0);
}

/* However clear it is: the best of six values by chance was best in five rounds often. */
static void test_few_rounds(void **state)
{
	const struct surface peak = {{1, 4, 2, 1, 0.7, 0.5, 0.7, 0.9}, 0};
	struct tune_search s = search_values();

	(void)state;
	assert_int_equal(tune_choose(&s).arm, 0);
	measure(&s, &peak, 5);
	assert_int_equal(tune_choose(&s).arm, 0);
	measure(&s, &peak, 1);
	assert_int_equal(tune_choose(&s).arm, 0);
	measure(&s, &peak, 1);
	assert_int_equal(tune_choose(&s).arm, 5);
}

/* The smallest value near the best may be near the default, too: then it is no gain. */
static void test_small_gain(void **state)
{
	const struct surface slope = {{1, 4, 0.99, 0.985, 0.98, 0.96, 0.96, 0.96}, 0};
	struct tune_search s;
	const struct tune_advice advice = advice_on(&slope, &s);

	(void)state;
	assert_int_equal(value_of(advice.arm), 128);
}

/* Both defaults are measured in each round; the second is what is compared with. */
static void test_kept(void **state)
{
	struct tune_search s;
	size_t chosen[TUNE_ALIVE_MAX];

	(void)state;
	s = search_of(1, true);
	assert_int_equal(s.base, 1);
	for (int i = 0; i < 8; i++) {
		const double log_ratios[] = {0, log(0.5), log(2), log(0.6)};

		assert_in_range(tune_pick(&s, chosen), 2, 4);
		assert_int_equal(chosen[0], 0);
		assert_int_equal(chosen[1], 1);
		tune_add_round(&s, log_ratios);
	}
	assert_int_equal(tune_choose(&s).arm, 1);
}

/* Worth another look, however few the rounds: what may be the best; not what is no better
 * than the default. */
static void test_finalists(void **state)
{
	const struct surface rising = {{1, 4, 0.9, 0.8, 0.6, 0.51, 0.503, 0.5}, 0.002};
	const struct surface peak = {{1, 4, 2, 1.1, 0.99, 0.5, 0.98, 1.2}, 0};
	const struct surface flat = {{1, 4, 1, 0.99, 1, 1, 1.02, 1}, 0};
	size_t arms[TUNE_FINALISTS_MAX];
	struct tune_search s = search_values();

	(void)state;
	assert_int_equal(tune_finalists(&s, arms), 0);
	measure(&s, &rising, 1);
	assert_int_equal(tune_finalists(&s, arms), CANDIDATES);
	measure(&s, &rising, 7);
	assert_int_equal(tune_finalists(&s, arms), 3);
	assert_int_equal(value_of(arms[0]), 128);
	assert_int_equal(value_of(arms[1]), 256);
	assert_int_equal(value_of(arms[2]), 512);

	s = search_values();
	measure(&s, &peak, 1);
	assert_int_equal(tune_finalists(&s, arms), 1);
	assert_int_equal(value_of(arms[0]), 128);

	s = search_values();
	measure(&s, &flat, 1);
	assert_int_equal(tune_finalists(&s, arms), 0);

	/* The smallest may be as good, as far as one can tell. */
	const struct surface noisy = {{1, 40, 20, 0.53, 0.52, 0.51, 0.5, 0.5}, 0.2};

	s = search_values();
	measure(&s, &noisy, 10);
	assert_int_equal(tune_finalists(&s, arms), 5);
	assert_int_equal(value_of(arms[0]), 32);
}

/* Of too many that may be the best, those that seem to be. */
static void test_many_finalists(void **state)
{
	size_t arms[TUNE_FINALISTS_MAX];
	double log_ratios[12] = {0, 1};
	struct tune_search s = search_of(10, false);

	(void)state;
	for (size_t i = 2; i < 12; i++)
		log_ratios[i] = -0.5 - 0.01 * (double)i;
	tune_add_round(&s, log_ratios);
	assert_int_equal(tune_finalists(&s, arms), TUNE_FINALISTS_MAX);
	assert_int_equal(arms[0], 4);
	assert_int_equal(arms[TUNE_FINALISTS_MAX - 1], 11);
}

/* Nothing is dropped after one round, nor a value that was seven times worse in two. */
static void test_dropped_late(void **state)
{
	const double log_ratios[] = {0, log(100), log(6.9), log(0.99)};
	struct tune_search s = search_of(2, false);
	struct estimate ratio;

	(void)state;
	tune_add_round(&s, log_ratios);
	assert_false(s.arms[1].dropped);
	assert_int_equal(tune_standing(&s, 1, &ratio), VALUE_UNDECIDED);
	assert_int_equal(tune_standing(&s, 3, &ratio), VALUE_GOOD);
	tune_add_round(&s, log_ratios);
	assert_true(s.arms[1].dropped);
	assert_int_equal(tune_standing(&s, 1, &ratio), VALUE_DROPPED);
	assert_int_equal(ratio.units, 2);
	assert_false(s.arms[2].dropped);
	tune_add_round(&s, log_ratios);
	assert_true(s.arms[2].dropped);
}

/* A wide interval is not one that tells that a value is good. */
static void test_undecided(void **state)
{
	const struct surface narrow = {{1, 4, 2, 1.5, 0.51, 0.5, 0.52, 0.9}, 0.02};
	const struct surface wide = {{1, 40, 20, 0.53, 0.52, 0.51, 0.5, 0.9}, 0.2};
	struct tune_search s = search_values();
	struct estimate ratio;

	(void)state;
	measure(&s, &narrow, 12);
	assert_int_equal(tune_standing(&s, 4, &ratio), VALUE_GOOD);
	assert_true(ratio.low < 1.02 && ratio.high > 1.02);
	s = search_values();
	measure(&s, &wide, 12);
	assert_int_equal(tune_standing(&s, 3, &ratio), VALUE_UNDECIDED);
	assert_true(ratio.high > ratio.low * (1 + TUNE_WIDE));
}

/* More may be better still where the last value is better than the others, and not where
 * it seems so. */
static void test_best_alone(void **state)
{
	const struct surface rising = {{1, 4, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4}, 0.02};
	const struct surface knee = {{1, 4, 0.9, 0.8, 0.41, 0.41, 0.41, 0.4}, 0.05};
	struct tune_search s;
	struct tune_advice advice = advice_on(&rising, &s);

	(void)state;
	assert_int_equal(value_of(advice.best), 512);
	assert_true(advice.alone);
	advice = advice_on(&knee, &s);
	assert_int_equal(value_of(advice.best), 512);
	assert_false(advice.alone);
}

/* Finalists are chosen from as the values of a knob are. */
static void test_final(void **state)
{
	struct tune_search s = {0};

	(void)state;
	tune_add_arm(&s, ROLE_DEFAULT);
	tune_add_arm(&s, ROLE_CANDIDATE);
	tune_add_arm(&s, ROLE_CANDIDATE);
	assert_int_equal(s.count, 3);
	for (int i = 0; i < 8; i++) {
		const double log_ratios[] = {0, log(0.51), log(0.5)};

		tune_add_round(&s, log_ratios);
	}
	assert_int_equal(tune_choose(&s).arm, 1);
	assert_true(fabs(tune_ratio(&s, 1, 0).value - 0.51) < 1e-9);
}

/* More arms than may be alive take turns from round to round. */
static void test_thinned(void **state)
{
	size_t chosen[TUNE_ALIVE_MAX];
	struct tune_search s;

	(void)state;
	s = search_of(40, false);
	for (int round = 0; round < 20; round++) {
		double log_ratios[TUNE_ARMS_MAX];
		const size_t count = tune_pick(&s, chosen);

		assert_int_equal(count, TUNE_ALIVE_MAX);
		for (size_t i = 0; i < s.count; i++)
			log_ratios[i] = NAN;
		for (size_t i = 0; i < count; i++)
			log_ratios[chosen[i]] = 0;
		tune_add_round(&s, log_ratios);
	}
	for (size_t i = 1; i < s.count; i++)
		assert_in_range(tune_ratio(&s, i, 0).units, 11, 12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_flat),
		cmocka_unit_test(test_peak),
		cmocka_unit_test(test_monotone),
		cmocka_unit_test(test_noisy),
		cmocka_unit_test(test_ties),
		cmocka_unit_test(test_bad_is_not_bad),
		cmocka_unit_test(test_few_rounds),
		cmocka_unit_test(test_small_gain),
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_finalists),
		cmocka_unit_test(test_many_finalists),
		cmocka_unit_test(test_dropped_late),
		cmocka_unit_test(test_undecided),
		cmocka_unit_test(test_best_alone),
		cmocka_unit_test(test_final),
		cmocka_unit_test(test_thinned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
