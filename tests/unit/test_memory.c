/* SPDX-License-Identifier: MIT */
/*
 * A run of 20,000 rounds of all cases of a mechanism: what is kept of it stays small, and
 * is summed up in the end.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>
#include <sys/resource.h>

#include "figures/results.h"
#include "registry.h"

enum { CASES = 32, ROUNDS = 20000, SLICES = 2, SAMPLES = 40, MOST_KIB = 64 * 1024 };

static struct trial trial_of(const struct ipc_case *c, unsigned round)
{
	uint32_t samples[SAMPLES];
	const struct outcome o = {
		.end_ns = 7 * SAMPLES,
		.count = c->pattern == STREAM ? 1 : SAMPLES,
		.batch = c->pattern == STREAM ? SAMPLES : 1,
		.sample_ns = samples,
	};
	struct trial t;

	for (uint32_t i = 0; i < SAMPLES; i++)
		samples[i] = 10000 + round % 1000 + 100 * i;
	trial_init(&t, c, 1);
	t.round = round;
	assert_int_equal(trial_reserve(&t, SLICES, SLICES * SAMPLES), 0);
	for (unsigned i = 0; i < SLICES; i++)
		trial_add(&t, &o, i, 0, 100);
	trial_finish(&t);
	return t;
}

static void test_many_rounds(void **state)
{
	struct ipc_case cases[CASES];
	struct group groups[CASES];
	const struct plan plan = {cases, CASES, groups, CASES};
	struct results results;
	struct summary *summaries;
	struct rusage usage;

	(void)state;
	for (size_t i = 0; i < CASES; i++) {
		cases[i] = (struct ipc_case){.mechanism = mechanism_find("pipe"),
					     .pattern = i % 2 ? STREAM : ROUND_TRIP,
					     .size = 64};
		groups[i] = (struct group){.first = i, .count = 1, .reference = i};
	}
	assert_int_equal(results_init(&results, &plan), 0);
	for (unsigned round = 0; round < ROUNDS; round++)
		for (size_t i = 0; i < CASES; i++) {
			struct trial t = trial_of(&cases[i], round);

			assert_int_equal(results_add(&results, &groups[i], &t), 0);
			trial_free(&t);
		}
	assert_int_equal(
		results_summarise(&results, (struct precision){1, 1}, &summaries), 0);
	for (size_t i = 0; i < CASES; i++) {
		assert_int_equal(summaries[i].rounds, ROUNDS);
		assert_false(isnan(summaries[i].p50.low));
		assert_false(isnan(summaries[i].medians.costs.cpu_ns[CLIENT]));
	}
	assert_false(isnan(summaries[0].p999.low));
	free(summaries);
	results_free(&results);
	assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
	assert_in_range(usage.ru_maxrss, 1, MOST_KIB);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_many_rounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
