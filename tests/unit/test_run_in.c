/* SPDX-License-Identifier: MIT */
/* How long a stream between CPUs runs in before it counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "clock.h"
#include "registry.h"
#include "run/calibrate.h"
#include "run/round.h"

/* The run-in of a stream whose windows, of 5 to 10, 10 to 20 ms and so on, have these
 * times per message; it must end with the last of them. */
static double run_in_of(const double *windows, size_t count)
{
	struct run_in_search search = {0};
	double end_ns = 10e6;

	for (size_t i = 0; i < count; i++, end_ns *= 2)
		assert_int_equal(run_in_add(&search, end_ns, windows[i]), i == count - 1);
	return search.run_in_ns;
}

#define RUN_IN(...)                                                                      \
	run_in_of((const double[]){__VA_ARGS__},                                         \
		  sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

static void test_search(void **state)
{
	(void)state;
	/* Even from the beginning. */
	assert_true(RUN_IN(100, 100, 100) == 10e6);
	assert_true(RUN_IN(100, 96, 97) == 10e6);
	/* It falls for a while. */
	assert_true(RUN_IN(130, 93, 75, 74, 76) == 40e6);
	/* One disturbed window ends nothing. */
	assert_true(RUN_IN(130, 200, 75, 75, 75) == 40e6);
	assert_true(RUN_IN(130, 90, 140, 70, 69, 75) == 80e6);
}

static void test_limit(void **state)
{
	(void)state;
	assert_true(run_in_limit_ns(1e9) == 160e6);
	assert_true(run_in_limit_ns(120e6) == 40e6);
	/* Too short to be worth it. */
	assert_true(run_in_limit_ns(29e6) == 0);
	assert_true(run_in_limit_ns(0) == 0);
}

/* Measures a stream twice, and fails unless the slices lasted that much at least. */
static void test_slices(void **state)
{
	const struct ipc_case c = {
		.mechanism = mechanism_find("pipe"),
		.pattern = STREAM,
		.size = 4096,
		.cpu = {-1, -1},
		.supervisor_cpu = -1,
	};
	struct supervisor supervisor;
	struct random random;
	const struct round round = {
		.supervisor = &supervisor,
		.random = &random,
		.timer = {.read_ns = 30, .step_ns = 1},
		.thoroughness = {.settle_ms = 1,
				 .sweeps = 8,
				 .stretch = 1,
				 .stream_s = 0.1},
		.suspended_ns = clock_suspended_ns,
	};
	struct trial trial;

	(void)state;
	assert_int_equal(supervisor_init(&supervisor), 0);
	random_init(&random, 1);
	trial_init(&trial, &c, 0);
	assert_int_equal(round_run(&round, &trial, 1), 0);
	assert_int_equal(trial.status, STATUS_OK);
	/* 30 to 100 ms, of which a third does not count: fewer than four slices. */
	assert_true(trial.run_in_ns >= 10e6 && trial.run_in_ns <= 34e6);
	assert_in_range(trial.slice_count, 1, 3);
	assert_true(trial.discarded > 0 && trial.messages > trial.discarded);
	assert_int_equal(trial.sent, trial.messages + trial.discarded);
	assert_true(trial.figures.burst > 0);
	for (size_t i = 1; i < trial.slice_count; i++)
		assert_int_equal(trial.slices[i].sweep % 2, 0);
	trial_free(&trial);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_search),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_slices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
