/* SPDX-License-Identifier: MIT */
/* How many messages a slice and a sample have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "job.h"
#include "registry.h"
#include "run/calibrate.h"

static void test_pace(void **state)
{
	const struct timer timer = {.read_ns = 25, .step_ns = 10};
	struct ipc_case c = {.mechanism = mechanisms[0], .size = 64};
	struct pace pace = pace_for(&c, 5000, 65536, timer, 1, 0);

	(void)state;
	assert_int_equal(pace.batch, 1);
	assert_int_equal(pace.count, 400);

	/* A hundred clock readings are 2.5 us: 25 round trips of 100 ns, as a power of
	 * two. */
	pace = pace_for(&c, 100, 65536, timer, 1, 0);
	assert_int_equal(pace.batch, 32);
	assert_int_equal(pace.count, 625);
	pace = pace_for(&c, 5000, 65536, timer, 1, 32);
	assert_int_equal(pace.batch, 32);
	pace = pace_for(&c, 1e9, 65536, timer, 1, 0);
	assert_int_equal(pace.count, 8);

	/* A clock that seems to stand still must not make it look for ever. */
	const struct timer stuck = {.read_ns = 25, .step_ns = 1000000000};

	assert_true(pace_for(&c, 0, 65536, stuck, 1, 0).batch > 0);

	c.pattern = STREAM;
	pace = pace_for(&c, 1000, 65536, timer, 1, 0);
	assert_int_equal(pace.count, 1);
	assert_int_equal(pace.batch, 16 * 65536 / 64);
	pace = pace_exact(&c, 999983);
	assert_int_equal(pace.count, 1);
	assert_int_equal(pace.batch, 999983);
	c.pattern = ROUND_TRIP;
	pace = pace_exact(&c, 100000);
	assert_int_equal((uint64_t)pace.count * pace.batch, 100000);
	assert_true(pace.count <= PAIR_SAMPLES_MAX);
}

/* When message i is due of those sent at a rate from start_ns on. */
static uint64_t due_ns(uint64_t start_ns, uint64_t rate, uint64_t i)
{
	const struct job job = {.start_ns = start_ns, .rate = rate};

	return job_due_ns(&job, i);
}

/* Paced messages: when each is due, and how many a slice has. */
static void test_schedule(void **state)
{
	const struct timer timer = {.read_ns = 25, .step_ns = 10};
	struct ipc_case c = {.mechanism = mechanisms[0], .size = 64, .pattern = PACED};
	struct pace pace;

	(void)state;
	assert_int_equal(due_ns(77, 1000, 0), 77);
	assert_int_equal(due_ns(77, 1000, 3), 77 + 3000000);
	/* A third of a second is no whole number of nanoseconds; a minute of them is. */
	assert_int_equal(due_ns(0, 3, 1), 333333333);
	assert_int_equal(due_ns(0, 3, 180), UINT64_C(60000000000));
	assert_int_equal(due_ns(0, 1000000000, 8191), 8191);

	c.rate = 1000;
	pace = pace_for(&c, 1, 65536, timer, 1, 32);
	assert_int_equal(pace.count, 250);
	assert_int_equal(pace.batch, 1);
	c.rate = 100000;
	assert_int_equal(pace_for(&c, 1, 65536, timer, 1, 0).count, PAIR_SAMPLES_MAX);
	c.rate = 10000; /* a tenth of a second */
	assert_int_equal(pace_for(&c, 1, 65536, timer, 1, 0).count, 1000);
	c.rate = 1000000000;
	assert_int_equal(pace_for(&c, 1, 65536, timer, 1, 0).count, PAIR_SAMPLES_MAX);
	c.rate = 100; /* half a second */
	assert_int_equal(pace_for(&c, 1, 65536, timer, 1, 0).count, 50);
	c.rate = 1;
	assert_int_equal(pace_for(&c, 1, 65536, timer, 1, 0).count, 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pace),
		cmocka_unit_test(test_schedule),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
