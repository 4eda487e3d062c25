/* SPDX-License-Identifier: MIT */
/*
 * How often the interval of p99 contains the truth, by simulation from a fixed seed:
 * where each round has seen its share of the tail, 95 times in a hundred.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"
#include "figures/percentiles.h"

enum { RUNS = 200, SAMPLES_MAX = 14250 };

static double draw_uniform(struct random *r)
{
	return ((random_next(r) >> 11) + 0.5) * 0x1p-53;
}

static double draw_normal(struct random *r)
{
	const double length = sqrt(-2 * log(draw_uniform(r)));

	return length * cos(2 * M_PI * draw_uniform(r));
}

#define LEVEL_NS 1e5
#define LEVEL_SPREAD 0.3

/* The p99 of exponential times of a level that is another in every round: by bisection,
 * levels being integrated. */
static double restless_p99(void)
{
	double low = 0, high = 100 * LEVEL_NS;

	while (high - low > 1) {
		const double middle = (low + high) / 2;
		double beyond = 0, all = 0;

		for (double z = -6; z <= 6; z += 0.01) {
			const double density = exp(-z * z / 2);
			const double level = LEVEL_NS * exp(LEVEL_SPREAD * z);

			beyond += density * exp(-middle / level);
			all += density;
		}
		if (beyond > 0.01 * all)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static void draw_exponential(struct random *r, double level, uint32_t *ns, size_t count)
{
	for (size_t i = 0; i < count; i++)
		ns[i] = (uint32_t)(-level * log(draw_uniform(r)));
}

static void draw_alike(struct random *r, uint32_t *ns, size_t count)
{
	draw_exponential(r, LEVEL_NS, ns, count);
}

static void draw_restless(struct random *r, uint32_t *ns, size_t count)
{
	draw_exponential(r, LEVEL_NS * exp(LEVEL_SPREAD * draw_normal(r)), ns, count);
}

/* Messages due every 100 us take that long, but every second their receiver stalls for 20
 * ms.  A round begins anywhere.  By arithmetic one in a hundred takes over 10 ms. */
static void draw_stalls(struct random *r, uint32_t *ns, size_t count)
{
	const double begin_ns = 1e9 * draw_uniform(r);

	for (size_t i = 0; i < count; i++) {
		const double since_ns = fmod(begin_ns + 1e5 * (double)i, 1e9);
		const double quick_ns = 1e5 * (1 + 0.1 * draw_uniform(r));

		ns[i] = (uint32_t)(since_ns < 2e7 ? 2e7 - since_ns + quick_ns : quick_ns);
	}
}

/*
 * Where the tail is that of the few rounds that were slowest, the interval is too narrow
 * if there are ten of them.  Of ten rounds of 150 ms one run in five sees no stall at
 * all: no interval could contain the truth.  Rounds are as long as they are for that.
 */
static const struct tail {
	const char *name;
	void (*draw)(struct random *r, uint32_t *ns, size_t count);
	size_t rounds, samples; /* of each */
	double p99;		/* NaN: restless_p99() */
	double least, most;	/* coverage */
	double near;		/* the truth by 25 %: the least share */
} tails[] = {
	{"alike", draw_alike, 10, 500, 4.605 * LEVEL_NS, 0.93, 0.99, 1},
	{"alike", draw_alike, 40, 500, 4.605 * LEVEL_NS, 0.93, 0.99, 1},
	{"restless", draw_restless, 10, 500, NAN, 0.83, 0.95, 0.9},
	{"restless", draw_restless, 40, 500, NAN, 0.9, 0.98, 0.99},
	{"stalls, 150 ms", draw_stalls, 10, 1500, 1.01e7, 0.75, 0.86, 0.2},
	{"stalls, 150 ms", draw_stalls, 40, 1500, 1.01e7, 0.9, 0.98, 0.5},
	{"stalls, 1.4 s", draw_stalls, 10, 14250, 1.01e7, 0.93, 0.98, 0.93},
	{"stalls, 1.4 s", draw_stalls, 40, 14250, 1.01e7, 0.93, 0.98, 1},
};

static void assert_share(const struct tail *tail, const char *what, size_t hits,
			 double least, double most)
{
	const double share = (double)hits / RUNS;

	if (share < least || share > most)
		fail_msg("%s, %zu rounds: %s %.3f is not in %.3f to %.3f", tail->name,
			 tail->rounds, what, share, least, most);
}

static void check_tail(const struct tail *tail, struct random *r)
{
	const double truth = isnan(tail->p99) ? restless_p99() : tail->p99;
	static uint32_t ns[SAMPLES_MAX];
	size_t hits = 0, near = 0;

	for (size_t run = 0; run < RUNS; run++) {
		struct estimate e[PERCENTILE_COUNT];
		struct bins all = {0};

		for (size_t i = 0; i < tail->rounds; i++) {
			tail->draw(r, ns, tail->samples);
			stats_sort_u32(ns, tail->samples);
			assert_int_equal(
				bins_add(&all,
					 (struct sorted_samples){ns, tail->samples}),
				0);
		}
		assert_int_equal(percentiles_of(&all, e), 0);
		hits += e[P99].low <= truth && truth <= e[P99].high;
		near += fabs(e[P99].value / truth - 1) <= 0.25;
		bins_free(&all);
	}
	assert_share(tail, "coverage", hits, tail->least, tail->most);
	assert_share(tail, "near", near, tail->near, 1);
}

static void test_coverage_of_percentiles(void **state)
{
	struct random r;

	(void)state;
	random_init(&r, 9);
	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++)
		check_tail(&tails[i], &r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_coverage_of_percentiles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
