/* SPDX-License-Identifier: MIT */
/*
 * The clock's step, from readings of clocks that are not at hand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"
#include "machine/timer.h"

/*
 * The step found for a clock that ticks every @tick_ns and takes 25 ns to read,
 * when up to 100 ns lie between readings, now and then many more.
 */
static uint64_t step_of(double tick_ns)
{
	static double delta[TIMER_DELTAS];
	struct random random;
	double now = 0;
	uint64_t before = 0;

	random_init(&random, 1);
	for (size_t i = 0; i < TIMER_DELTAS; i++) {
		uint64_t reading;

		now += 25 + 0.1 * (double)random_below(&random, 1000);
		if (i % 300 == 0)
			now += (double)random_below(&random, 40000);
		reading = (uint64_t)((double)(uint64_t)(now / tick_ns) * tick_ns);
		delta[i] = (double)(reading - before);
		before = reading;
	}
	return timer_step(delta, TIMER_DELTAS);
}

static void test_fine_clocks(void **state)
{
	(void)state;
	assert_int_equal(step_of(1), 1);
	assert_int_equal(step_of(1 / 2.6), 1);
}

static void test_coarse_clocks(void **state)
{
	(void)state;
	assert_int_equal(step_of(10), 10);
	/* 26 ticks of 2.596 GHz, ticks of 54 MHz and of 24 MHz. */
	assert_int_equal(step_of(10.0154), 10);
	assert_in_range(step_of(18.5185), 18, 19);
	assert_in_range(step_of(41.6667), 41, 42);
	assert_int_equal(step_of(1000), 1000);
}

static void test_clock_that_stands_still(void **state)
{
	double delta[8] = {0};

	(void)state;
	assert_int_equal(timer_step(delta, 8), 0);
}

static void test_this_clock(void **state)
{
	const struct timer timer = timer_measure();

	(void)state;
	assert_true(timer.read_ns > 1);
	assert_true(timer.read_ns < 20000);
	assert_in_range(timer.step_ns, 1, 20000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fine_clocks),
		cmocka_unit_test(test_coarse_clocks),
		cmocka_unit_test(test_clock_that_stands_still),
		cmocka_unit_test(test_this_clock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
