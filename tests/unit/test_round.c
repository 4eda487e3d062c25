/* SPDX-License-Identifier: MIT */
/*
 * A round of a real pair of processes, on a machine that is suspended when a test
 * says so.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

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

static unsigned repeats_after(uint64_t suspensions)
{
	const struct ipc_case c = {
		.mechanism = mechanism_find("null"),
		.cpu = {-1, -1},
		.supervisor_cpu = -1,
	};
	struct supervisor supervisor;
	struct random random;
	struct round round = {
		.supervisor = &supervisor,
		.random = &random,
		.timer = {.read_ns = 30, .step_ns = 1},
		.thoroughness = {.settle_ms = 1, .sweeps = 2, .stretch = 1},
		.suspended_ns = suspend_sometimes,
	};
	struct trial trial;
	unsigned repeats;

	suspensions_left = suspensions;
	assert_int_equal(supervisor_init(&supervisor), 0);
	random_init(&random, 1);
	trial_init(&trial, &c, 0);
	assert_int_equal(round_run(&round, &trial, 1), 0);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_suspended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
