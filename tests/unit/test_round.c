/* SPDX-License-Identifier: MIT */
/*
 * A round of real pairs of processes, on a machine that is suspended when a test says so.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "registry.h"
#include "run/round.h"

static uint64_t suspended_ns, suspensions_left;

/* Grows while a round lasts: it is read before and after. */
static uint64_t suspend_sometimes(void)
{
	static bool after;

	if (after && suspensions_left > 0) {
		suspended_ns += 5000000000;
		suspensions_left--;
	}
	after = !after;
	return suspended_ns;
}

/* Measures a round of some cases, with two sweeps of short slices. */
static void run_round(struct trial *trials, const struct ipc_case *cases, size_t count)
{
	struct supervisor supervisor;
	struct random random;
	struct round round = {
		.supervisor = &supervisor,
		.random = &random,
		.timer = {.read_ns = 30, .step_ns = 1},
		.thoroughness = {.settle_ms = 1, .sweeps = 2, .stretch = 1},
		.suspended_ns = suspend_sometimes,
	};

	assert_int_equal(supervisor_init(&supervisor), 0);
	random_init(&random, 1);
	for (size_t i = 0; i < count; i++)
		trial_init(&trials[i], &cases[i], 0);
	assert_int_equal(round_run(&round, trials, count), 0);
}

static unsigned repeats_after(uint64_t suspensions)
{
	const struct ipc_case c = {
		.mechanism = mechanism_find("null"),
		.cpu = {-1, -1},
		.supervisor_cpu = -1,
	};
	struct trial trial;
	unsigned repeats;

	suspensions_left = suspensions;
	run_round(&trial, &c, 1);
	assert_int_equal(trial.status, STATUS_OK);
	assert_int_equal(trial.slice_count, 2);
	assert_true(trial.sweeps_ns >= trial.slices_ns);
	repeats = trial.repeats;
	trial_free(&trial);
	return repeats;
}

static void test_suspended(void **state)
{
	(void)state;
	assert_int_equal(repeats_after(0), 0);
	assert_int_equal(repeats_after(1), 1);
	assert_int_equal(repeats_after(2), 2);
	/* A machine that does nothing else is measured all the same. */
	assert_int_equal(repeats_after(100), 3);
}

/* The distance of two CPUs is measured whichever cases of the group are skipped. */
static void test_distance(void **state)
{
	struct ipc_case cases[] = {
		{.mechanism = mechanism_find("null"), .skip = "moves-nothing"},
		{.mechanism = mechanism_find("pipe"), .size = 64, .supervisor_cpu = -1},
	};
	struct topology topology;
	struct trial trials[2];

	(void)state;
	suspensions_left = 0;
	assert_int_equal(topology_load(&topology), 0);
	for (enum side side = CLIENT; side < SIDE_COUNT && topology.count > 1; side++)
		cases[1].cpu[side] = topology.cpus[side].cpu;
	run_round(trials, cases, 2);
	assert_int_equal(trials[0].status, STATUS_SKIPPED);
	assert_int_equal(trials[1].status, STATUS_OK);
	for (size_t i = 0; i < trials[1].slice_count; i++)
		assert_true(isnan(trials[1].slices[i].distance_ns) ==
			    (topology.count == 1));
	for (size_t i = 0; i < 2; i++)
		trial_free(&trials[i]);
	topology_free(&topology);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_suspended),
		cmocka_unit_test(test_distance),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
