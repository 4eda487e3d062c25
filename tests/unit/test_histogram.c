/* SPDX-License-Identifier: MIT */
/*
 * The histogram against sorted values: no quantile further away than 0.2 %, on inputs
 * made to sit on the edges of bins.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/random.h"
#include "stats/histogram.h"
#include "stats/stats.h"

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
		histogram_add(h, sorted[i], 1);
	}
	qsort(sorted, VALUES, sizeof(*sorted), compare_u64);
}

static void test_quantile_error(void **state)
{
	static const double q[] = {1e-9, 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 0.9999, 1};
	static struct histogram h;
	static uint64_t sorted[VALUES];

	(void)state;
	for (size_t m = 0; m < MAKERS; m++) {
		fill(&h, sorted, makers[m], m);
		assert_int_equal(h.total, VALUES);
		assert_int_equal(h.min, sorted[0]);
		assert_int_equal(h.max, sorted[VALUES - 1]);
		for (size_t i = 0; i < sizeof(q) / sizeof(*q); i++) {
			double exact = sorted[stats_rank(VALUES, q[i]) - 1];
			double got = histogram_quantile(&h, q[i]);

			assert_true(fabs(got - exact) <= 0.002 * exact);
			assert_true(got >= h.min && got <= h.max);
		}
	}
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
		histogram_add(&ends, bin.low, 1);
		histogram_add(&ends, bin.high, 2);
		from = at - 1;
		assert_true(histogram_next(&ends, &from, &one));
		assert_int_equal(from, at);
		assert_int_equal(one.count, 3);
	}
	assert_int_equal(bin.low, HISTOGRAM_MAX);
	assert_int_equal(next, 0); /* 2^64 */
}

static void test_merge(void **state)
{
	static struct histogram a, b, both, merged, empty;
	static uint64_t sorted[VALUES];

	(void)state;
	fill(&a, sorted, make_two_spikes, 1);
	fill(&b, sorted, make_uniform, 2);
	both = a;
	for (size_t i = 0; i < VALUES; i++)
		histogram_add(&both, sorted[i], 1);
	assert_true(b.min < a.min && b.max < a.max);
	merged = a;
	histogram_merge(&merged, &b);
	assert_memory_equal(&merged, &both, sizeof(both));
	merged = b;
	histogram_merge(&merged, &a);
	assert_memory_equal(&merged, &both, sizeof(both));
	histogram_merge(&merged, &empty);
	assert_memory_equal(&merged, &both, sizeof(both));
	histogram_merge(&empty, &both);
	assert_memory_equal(&empty, &both, sizeof(both));
}

static void test_counts_and_limits(void **state)
{
	static struct histogram h;

	(void)state;
	assert_true(isnan(histogram_quantile(&h, 0.5)));
	histogram_add(&h, 100, 98);
	histogram_add(&h, 7, 0);
	assert_int_equal(h.total, 98);
	assert_int_equal(h.min, 100);
	histogram_add(&h, 300, 1);
	histogram_add(&h, HISTOGRAM_MAX, 1);
	assert_true(histogram_quantile(&h, 0.98) == 100);
	assert_true(histogram_quantile(&h, 0.99) == 300);
	assert_true(histogram_quantile(&h, 1) == (double)HISTOGRAM_MAX);
	histogram_add(&h, UINT64_MAX, 1); /* no room, but counted and the maximum */
	assert_int_equal(h.total, 101);
	assert_int_equal(h.max, UINT64_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_quantile_error),	  cmocka_unit_test(test_bins),
		cmocka_unit_test(test_bins_are_adjacent), cmocka_unit_test(test_merge),
		cmocka_unit_test(test_counts_and_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
