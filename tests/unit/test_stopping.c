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
	(void)state;
	limit_is((struct options){.command = COMMAND_RUN}, 600e9);
	limit_is((struct options){.quick = true}, 95e9);
	limit_is((struct options){.rounds = 5}, INFINITY);
	limit_is((struct options){.rounds = 5, .quick = true}, INFINITY);
	limit_is((struct options){.time_limit_ns = 5}, 5);
	limit_is((struct options){.time_limit_ns = 5, .rounds = 5, .quick = true}, 5);
}

static void test_gap(void **state)
{
	(void)state;
	assert_int_equal(stopping_for(&(struct options){.sessions = 3}).gap_ms, 30000);
	assert_int_equal(
		stopping_for(&(struct options){.session_gap_ns = 10000000}).gap_ms, 10);
}

/* How many groups of that length are admitted to the first round, in which each takes
 * that long too. */
static size_t admitted(const struct stopping *s, double group_ns)
{
	struct budget b = {0};
	size_t n = 0;

	for (; n < 1000 && stopping_admits(s, &b, group_ns); n++) {
		b.elapsed_ns += group_ns;
		b.done_ns += group_ns;
		b.round_ns += group_ns;
	}
	return n;
}

/* Groups give way, not rounds. */
static void test_admits(void **state)
{
	const struct stopping quick = {.rounds = 6, .limit_ns = 100e9};
	const struct stopping one = {.rounds = 1, .limit_ns = 100e9};
	const struct stopping many = {.rounds = 50, .limit_ns = 100e9};
	const struct stopping precise = {.limit_ns = 100e9};
	const struct stopping endless = {.rounds = 6, .limit_ns = INFINITY};
	struct budget b = {.elapsed_ns = 50e9, .rounds = 3};

	(void)state;
	/* Six rounds of fourteen seconds are within 85 seconds. */
	assert_int_equal(admitted(&quick, 1e9), 14);
	assert_int_equal(admitted(&quick, 2e9), 7);
	assert_int_equal(admitted(&quick, 15e9), 0);
	assert_int_equal(admitted(&one, 1e9), 85);
	/* An interval needs no more. */
	assert_int_equal(admitted(&many, 1e9), 14);
	assert_int_equal(admitted(&precise, 1e9), 14);
	assert_int_equal(admitted(&endless, 1e9), 1000);

	/* Later all of the time is used: three rounds of 16 seconds are left. */
	b.round_ns = 16e9;
	assert_true(stopping_admits(&quick, &b, 0.6e9));
	assert_false(stopping_admits(&quick, &b, 0.7e9));
	/* Whoever has six rounds needs only the next. */
	b.rounds = 6;
	assert_true(stopping_admits(&precise, &b, 33e9));
	assert_false(stopping_admits(&precise, &b, 35e9));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rounds),	 cmocka_unit_test(test_looks),
		cmocka_unit_test(test_sessions), cmocka_unit_test(test_precision),
		cmocka_unit_test(test_limit),	 cmocka_unit_test(test_gap),
		cmocka_unit_test(test_admits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
