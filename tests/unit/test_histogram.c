/* SPDX-License-Identifier: MIT */
/*
 * The histogram against sorted values, which are made to lie on the edges of bins.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

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

static int compare_u64(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* VALUES values of @maker, in @h and, in ascending order, in @sorted. */
static void fill(struct histogram *h, uint64_t *sorted, make_fn *maker, uint64_t seed)
{
	struct random r;

	random_init(&r, seed);
	*h = (struct histogram){0};
	for (size_t i = 0; i < VALUES; i++) {
		sorted[i] = maker(&r, i);
		histogram_add(h, sorted[i]);
	}
	qsort(sorted, VALUES, sizeof(*sorted), compare_u64);
}

/* Bins come in ascending order without gaps between neighbours and hold what they say. */
static void test_bins(void **state)
{
	static struct histogram h;
	static uint64_t sorted[VALUES];

	(void)state;
	for (size_t m = 0; m < MAKERS; m++) {
		struct histogram_bin bin;
		size_t seen = 0;

		fill(&h, sorted, makers[m], m);
		for (size_t at = 0; histogram_next(&h, &at, &bin); seen += bin.count) {
			assert_true(bin.count > 0 && bin.count <= VALUES - seen);
			assert_true(bin.low <= sorted[seen]);
			assert_true(bin.high >= sorted[seen + bin.count - 1]);
			assert_true(seen + bin.count == VALUES ||
				    bin.high < sorted[seen + bin.count]);
			assert_true((bin.high - bin.low) * 256 <= bin.low);
		}
		assert_int_equal(seen, VALUES);
	}
}

/* Every bin begins where the one before ends, and both its ends fall into it. */
static void test_bins_are_adjacent(void **state)
{
	static struct histogram h, ends;
	struct histogram_bin bin, one;
	uint64_t next = 0;

	(void)state;
	for (size_t i = 0; i < HISTOGRAM_BINS; i++)
		h.counts[i] = 1;
	for (size_t at = 0; histogram_next(&h, &at, &bin); next = bin.high + 1) {
		size_t from = 0;

		assert_int_equal(bin.low, next);
		histogram_add(&ends, bin.low);
		histogram_add(&ends, bin.high);
		from = at - 1;
		assert_true(histogram_next(&ends, &from, &one));
		assert_int_equal(from, at);
		assert_int_equal(one.count, 2);
	}
	assert_int_equal(bin.low, HISTOGRAM_MAX);
	assert_int_equal(next, 0); /* 2^64 */
}

/* Values that are too large share the last bin, which holds nothing else. */
static void test_limits(void **state)
{
	static struct histogram h;
	struct histogram_bin bin;
	size_t at = 0;

	(void)state;
	assert_false(histogram_next(&h, &at, &bin));
	histogram_add(&h, HISTOGRAM_MAX - 1);
	histogram_add(&h, HISTOGRAM_MAX);
	histogram_add(&h, UINT64_MAX);
	assert_true(histogram_next(&h, &at, &bin));
	assert_int_equal(bin.count, 1);
	assert_true(histogram_next(&h, &at, &bin));
	assert_int_equal(bin.low, HISTOGRAM_MAX);
	assert_int_equal(bin.count, 2);
	assert_false(histogram_next(&h, &at, &bin));
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
