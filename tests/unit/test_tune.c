/* SPDX-License-Identifier: MIT */
/* The search for a knob's value, on surfaces that are made up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/random.h"
#include "tune/search.h"

#define CANDIDATES                                                                       \
	6 /* 16, 32, ... 512; arms 2 to 7 of a search without kept settings              \
	   */

static const size_t values[CANDIDATES] = {16, 32, 64, 128, 256, 512};

static struct random noise;

/* Time per message of each arm: the default, the bad one, the candidates. */
struct surface {
	double time[2 + CANDIDATES];
	double noise; /* as a share */
};

/* The defaults, the bad value and the candidates, as arms. */
static struct tune_search search_of(size_t candidates, bool kept)
{
	struct tune_search s = {0};

	tune_add_arm(&s, ROLE_DEFAULT);
	if (kept)
		tune_add_arm(&s, ROLE_DEFAULT);
	tune_add_arm(&s, ROLE_BAD);
	for (size_t i = 0; i < candidates; i++)
		tune_add_arm(&s, ROLE_CANDIDATE);
	return s;
}

static struct tune_search search_values(void)
{
	random_init(&noise, 1);
	return search_of(CANDIDATES, false);
}

/* The value of one of the candidates, by its arm. */
static size_t value_of(size_t arm)
{
	assert_in_range(arm, 2, 1 + CANDIDATES);
	return values[arm - 2];
}

/* Rounds of those arms that are picked. */
static void measure(struct tune_search *s, const struct surface *surface, size_t rounds)
{
	for (size_t round = 0; round < rounds; round++) {
		size_t chosen[TUNE_ALIVE_MAX];
		const size_t count = tune_pick(s, chosen);
		double log_ratios[TUNE_ARMS_MAX];

		for (size_t i = 0; i < s->count; i++)
			log_ratios[i] = NAN;
		for (size_t i = 0; i < count; i++) {
			const double share =
				(double)random_below(&noise, 2001) / 1000 - 1;

			log_ratios[chosen[i]] =
				log(surface->time[chosen[i]] / surface->time[0]) +
				(chosen[i] > 0 ? surface->noise * share : 0);
		}
		tune_add_round(s, log_ratios);
	}
}

static struct tune_advice advice_on(const struct surface *surface, struct tune_search *s)
{
	*s = search_values();
	measure(s, surface, 10);
	return tune_choose(s);
}

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

/* Worth another look: the smallest that is good enough, the best, and the next best,
 * however few the rounds; not what is no better than the default. */
static void test_finalists(void **state)
{
	const struct surface rising = {{1, 4, 0.9, 0.8, 0.6, 0.51, 0.503, 0.5}, 0};
	const struct surface peak = {{1, 4, 2, 1.1, 0.99, 0.5, 0.98, 1.2}, 0};
	const struct surface flat = {{1, 4, 1, 0.99, 1, 1, 1.02, 1}, 0};
	size_t arms[TUNE_FINALISTS_MAX];
	struct tune_search s = search_values();

	(void)state;
	assert_int_equal(tune_finalists(&s, arms), 0);
	measure(&s, &rising, 1);
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
	assert_in_range(tune_finalists(&s, arms), 2, TUNE_FINALISTS_MAX);
	assert_int_equal(value_of(arms[0]), 32);
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
		cmocka_unit_test(test_values),	       cmocka_unit_test(test_flat),
		cmocka_unit_test(test_peak),	       cmocka_unit_test(test_monotone),
		cmocka_unit_test(test_noisy),	       cmocka_unit_test(test_ties),
		cmocka_unit_test(test_bad_is_not_bad), cmocka_unit_test(test_few_rounds),
		cmocka_unit_test(test_small_gain),     cmocka_unit_test(test_kept),
		cmocka_unit_test(test_finalists),      cmocka_unit_test(test_final),
		cmocka_unit_test(test_thinned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
