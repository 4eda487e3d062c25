/* SPDX-License-Identifier: MIT */
/*
 * What a search and its final choose of values whose cost is planted in noise: the same,
 * or nearly, with any seed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "surfaces.h"

/* A curve that is planted: what a value costs, by its arm, and how much of it is noise.
 */
struct curve {
	struct surface surface;
	size_t rounds; /* of the search; the final has twice as many */
};

/* Rounds with a noise that is seldom large. */
static void measure_noisy(struct tune_search *s, const struct surface *surface,
			  const size_t *arms, size_t rounds)
{
	for (size_t round = 0; round < rounds; round++) {
		size_t chosen[TUNE_ALIVE_MAX];
		const size_t count = tune_pick(s, chosen);
		double log_ratios[TUNE_ARMS_MAX], first = 0;

		for (size_t i = 0; i < s->count; i++)
			log_ratios[i] = NAN;
		for (size_t i = 0; i < count; i++) {
			double sum = random_below(&noise, 20) == 0 ? 3 : 0;

			for (int k = 0; k < 3; k++)
				sum += (double)random_below(&noise, 2001) / 1000 - 1;
			log_ratios[chosen[i]] = log(surface->time[arms[chosen[i]]]) +
						surface->noise * sum;
			first = i ? first : log_ratios[0];
			log_ratios[chosen[i]] -= first;
		}
		tune_add_round(s, log_ratios);
	}
}

/* What a search and its final choose, as an arm of the search. */
static size_t chosen_of(const struct curve *curve, uint64_t seed)
{
	size_t arms[TUNE_ARMS_MAX], finalists[1 + TUNE_FINALISTS_MAX] = {0};
	struct tune_search s = search_values();
	struct tune_search final = {0};
	size_t count;

	random_init(&noise, seed);
	for (size_t i = 0; i < s.count; i++)
		arms[i] = i;
	measure_noisy(&s, &curve->surface, arms, curve->rounds);
	count = tune_finalists(&s, finalists + 1);
	tune_add_arm(&final, ROLE_DEFAULT);
	for (size_t i = 0; i < count; i++)
		tune_add_arm(&final, ROLE_CANDIDATE);
	measure_noisy(&final, &curve->surface, finalists, 2 * curve->rounds);
	return finalists[tune_choose(&final).arm];
}

#define SEEDS 200

/* How many seeds choose one of the arms from first to last. */
static size_t chosen_often(const struct curve *curve, size_t first, size_t last)
{
	size_t often = 0;

	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		const size_t arm = chosen_of(curve, seed);

		often += arm >= first && arm <= last;
	}
	return often;
}

/* Nothing is set where nothing is to be gained. */
static void test_planted_flat(void **state)
{
	const struct curve flat = {{{1, 3, 1, 1, 1, 1, 1, 1}, 0.05}, 12};

	(void)state;
	assert_in_range(chosen_often(&flat, 0, 0), 198, SEEDS);
}

/* The knee is chosen, not what is beyond it: by the estimate alone it would be in half of
 * the cases. */
static void test_planted_knee(void **state)
{
	const struct curve knee = {{{1, 12, 4, 2, 1, 0.27, 0.267, 0.265}, 0.05}, 12};

	(void)state;
	assert_in_range(chosen_often(&knee, 5, 5), 180, SEEDS);
	assert_in_range(chosen_often(&knee, 5, 6), 198, SEEDS);
}

/* A value that is 10 % behind is not chosen for being smaller. */
static void test_planted_peak(void **state)
{
	const struct curve peak = {{{1, 3, 0.44, 0.36, 0.384, 0.4, 0.4, 0.41}, 0.05}, 12};

	(void)state;
	assert_in_range(chosen_often(&peak, 3, 3), 190, SEEDS);
	assert_int_equal(chosen_often(&peak, 3, 4), SEEDS);
}

/* Nor where the noise is so large that it cannot be told. */
static void test_planted_wide(void **state)
{
	const struct curve peak = {{{1, 3, 0.5, 0.36, 0.37, 0.38, 0.4, 0.41}, 0.15}, 12};

	(void)state;
	assert_in_range(chosen_often(&peak, 3, 5), 190, SEEDS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_planted_flat),
		cmocka_unit_test(test_planted_knee),
		cmocka_unit_test(test_planted_peak),
		cmocka_unit_test(test_planted_wide),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
