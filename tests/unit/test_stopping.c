/* SPDX-License-Identifier: MIT */
/* When a run stops: the rounds, the time and the precision of each kind of run. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "run/stopping.h"

/* Fails unless a session takes this many rounds, whatever its intervals. */
static void rounds_are(struct options o, size_t rounds)
{
	const struct stopping s = stopping_for(&o);

	for (size_t done = 0; done < rounds; done++)
		assert_int_equal(stopping_next(&s, done), STEP_ROUND);
	assert_int_equal(stopping_next(&s, rounds), STEP_END);
	assert_int_equal(stopping_next(&s, rounds + 1), STEP_END);
}

static void test_rounds(void **state)
{
	(void)state;
	rounds_are((struct options){.command = COMMAND_RUN, .rounds = 1}, 1);
	rounds_are((struct options){.command = COMMAND_RUN, .rounds = 1000}, 1000);
	rounds_are((struct options){.command = COMMAND_RUN, .quick = true}, 6);
	rounds_are((struct options){.command = COMMAND_AB, .quick = true}, 6);
	rounds_are((struct options){.command = COMMAND_TRUST}, 50);
	rounds_are((struct options){.command = COMMAND_RUN, .sessions = 3}, 5);

	/* What the user says goes before what is meant by quick, trust or sessions. */
	rounds_are((struct options){.rounds = 3, .quick = true, .sessions = 2}, 3);
	rounds_are((struct options){.command = COMMAND_TRUST, .rounds = 20}, 20);
	rounds_are((struct options){.command = COMMAND_TRUST, .quick = true}, 6);
	rounds_are((struct options){.quick = true, .sessions = 2}, 6);
}

/* One session, and nothing else said: the intervals decide, from the tenth round on. */
static void test_looks(void **state)
{
	const struct options o = {.command = COMMAND_RUN, .sessions = 1};
	const struct stopping s = stopping_for(&o);

	(void)state;
	for (size_t done = 0; done < 60; done++)
		assert_int_equal(stopping_next(&s, done),
				 done >= 10 && done % 5 == 0 ? STEP_LOOK : STEP_ROUND);
	assert_int_equal(stopping_next(&s, 60), STEP_END);
}

static void test_sessions(void **state)
{
	(void)state;
	assert_int_equal(stopping_for(&(struct options){0}).sessions, 1);
	assert_int_equal(stopping_for(&(struct options){.sessions = 1}).sessions, 1);
	assert_int_equal(stopping_for(&(struct options){.sessions = 4}).sessions, 4);
}

static void precision_is(struct options o, double level, double ratio)
{
	const struct precision p = stopping_for(&o).precision;

	assert_true(p.level == level && p.ratio == ratio);
}

static void test_precision(void **state)
{
	(void)state;
	precision_is((struct options){.command = COMMAND_RUN}, 0.02, 0.01);
	precision_is((struct options){.command = COMMAND_RUN, .precision = 0.1}, 0.1,
		     0.05);
	/* The arms of ab need no level, and what is asked for is about their ratio. */
	precision_is((struct options){.command = COMMAND_AB}, INFINITY, 0.01);
	precision_is((struct options){.command = COMMAND_AB, .precision = 0.1}, INFINITY,
		     0.1);
}

static void limit_is(struct options o, double limit_ns)
{
	assert_true(stopping_for(&o).limit_ns == limit_ns);
}

static void test_limit(void **state)
{
	const struct stopping s = {.limit_ns = 10e9}, endless = {.limit_ns = INFINITY};

	(void)state;
	limit_is((struct options){.command = COMMAND_RUN}, 600e9);
	limit_is((struct options){.quick = true}, 87e9);
	limit_is((struct options){.rounds = 5}, INFINITY);
	limit_is((struct options){.rounds = 5, .quick = true}, INFINITY);
	limit_is((struct options){.time_limit_ns = 5}, 5);
	limit_is((struct options){.time_limit_ns = 5, .rounds = 5, .quick = true}, 5);

	assert_false(stopping_is_late(&s, 0, 0));
	assert_false(stopping_is_late(&s, 6e9, 4e9));
	assert_true(stopping_is_late(&s, 6e9, 4.1e9));
	assert_true(stopping_is_late(&s, 11e9, 0));
	assert_false(stopping_is_late(&endless, 1e18, 1e18));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rounds),	 cmocka_unit_test(test_looks),
		cmocka_unit_test(test_sessions), cmocka_unit_test(test_precision),
		cmocka_unit_test(test_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
