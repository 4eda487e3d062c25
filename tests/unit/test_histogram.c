/* SPDX-License-Identifier: MIT */
/*
 * The bins of values, which are made to lie on their edges.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"
#include "stats/histogram.h"

enum { VALUES = 20000 };

typedef uint64_t make_fn(struct random *r, size_t i);

static uint64_t make_power_edge(struct random *r, size_t i)
{
	return (UINT64_C(1) << (2 + random_below(r, 40))) - 1 + i % 3;
}

static uint64_t make_constant(struct random *r, size_t i)
{
	(void)r;
	(void)i;
	return 1023;
}

static uint64_t make_two_spikes(struct random *r, size_t i)
{
	(void)r;
	return i % 100 ? 6311 : 4999999;
}

static uint64_t make_uniform(struct random *r, size_t i)
{
	(void)i;
	return 1 + random_below(r, 1000000);
}

static uint64_t make_small(struct random *r, size_t i)
{
	(void)i;
	return random_below(r, 600);
}

static uint64_t make_any_length(struct random *r, size_t i)
{
	(void)i;
	return random_next(r) >> (22 + random_below(r, 42));
}

static uint64_t make_longest(struct random *r, size_t i)
{
	(void)r;
	return HISTOGRAM_MAX - 2 + i % 2;
}

static make_fn *const makers[] = {
	make_power_edge, make_constant,	  make_two_spikes, make_uniform,
	make_small,	 make_any_length, make_longest,
};

enum { MAKERS = sizeof(makers) / sizeof(*makers) };

/* A value lies in its bin, which is narrow. */
static void test_bins(void **state)
{
	struct random r;

	(void)state;
	random_init(&r, 1);
	for (size_t m = 0; m < MAKERS; m++) {
		for (size_t i = 0; i < VALUES; i++) {
			const uint64_t value = makers[m](&r, i);
			const size_t bin = histogram_bin(value);
			const uint64_t low = histogram_low(bin);
			const uint64_t high = histogram_low(bin + 1) - 1;

			assert_true(low <= value && value <= high);
			assert_true((high - low) * 256 <= low);
		}
	}
}

/* Both ends of a bin fall into it, and nothing lies between two. */
static void test_bins_are_adjacent(void **state)
{
	(void)state;
	assert_int_equal(histogram_low(0), 0);
	for (size_t bin = 0; bin < HISTOGRAM_BINS; bin++) {
		assert_int_equal(histogram_bin(histogram_low(bin)), bin);
		assert_int_equal(histogram_bin(histogram_low(bin + 1) - 1), bin);
	}
}

/* Values that are too large share the last bin, which holds nothing else. */
static void test_limits(void **state)
{
	(void)state;
	assert_int_equal(histogram_bin(HISTOGRAM_MAX - 1), HISTOGRAM_BINS - 2);
	assert_int_equal(histogram_bin(HISTOGRAM_MAX), HISTOGRAM_BINS - 1);
	assert_int_equal(histogram_bin(UINT64_MAX), HISTOGRAM_BINS - 1);
	assert_int_equal(histogram_low(HISTOGRAM_BINS - 1), HISTOGRAM_MAX);
	assert_int_equal(histogram_low(HISTOGRAM_BINS), 0); /* 2^64 */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bins),
		cmocka_unit_test(test_bins_are_adjacent),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
