/* SPDX-License-Identifier: MIT */
/*
 * CPUs that move: made-up slices with planted regimes, from fixed seeds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "draw.h"
#include "figures/regimes.h"
#include "stats/distance.h"

enum { RUNS = 1000, ROUNDS = 20, SWEEPS = 30 };

/* How a case behaves. */
struct behaviour {
	double far_factor; /* of its time, while the CPUs are far apart */
	double near_ratio, far_ratio;
	double noise;	   /* of a slice: the standard deviation of its logarithm */
	double drift;	   /* of a round */
	double move_share; /* of the slices after which the CPUs move */
};

/* The regimes of a run of which the CPUs move between 80 and 430 ns, now and then in the
 * middle of a sweep, which then counts as what it was before; *log_ratios are those of
 * its rounds, as in the summary. */
static struct regimes run(const struct behaviour *b, struct random *r,
			  double log_ratios[static ROUNDS])
{
	struct sighting at[ROUNDS * SWEEPS];
	struct sightings s = {at, ROUNDS * SWEEPS};
	bool far = random_below(r, 2);
	struct regimes found;

	for (unsigned round = 0, i = 0; round < ROUNDS; round++) {
		const double level = 250 * exp(b->drift * draw_normal(r));
		double logs[SWEEPS];

		for (unsigned k = 0; k < SWEEPS; k++, i++) {
			const double distance = far ? 430 : 80;

			far ^= draw_uniform(r) < b->move_share;
			logs[k] = log(far ? b->far_ratio : b->near_ratio) +
				  b->noise * draw_normal(r);
			at[i] = (struct sighting){
				.round = round,
				.distance_ns =
					(float)(distance * exp(0.1 * draw_normal(r))),
				.ns = (float)(level * (far ? b->far_factor : 1) *
					      exp(b->noise * draw_normal(r))),
				.ratio = (float)exp(logs[k]),
			};
		}
		log_ratios[round] = stats_median(logs, SWEEPS);
	}
	assert_int_equal(regimes_find(&s, STATS_CONFIDENCE, &found), 0);
	return found;
}

static bool contains(struct estimate e, double truth)
{
	return e.low <= truth && truth <= e.high;
}

static bool is_different(struct estimate e)
{
	const enum verdict verdict = stats_verdict(e, 0.01);

	return verdict == FASTER || verdict == SLOWER;
}

/* What came of all runs. */
struct tally {
	unsigned moved, ratio_moved, known[REGIME_COUNT], covered[REGIME_COUNT];
	unsigned different; /* with a verdict, of one regime or of both */
	double width[REGIME_COUNT];
};

static struct tally simulate(const struct behaviour *b, uint64_t seed)
{
	const double truth[REGIME_COUNT] = {250, 250 * b->far_factor};
	struct tally tally = {0};
	struct random r;

	random_init(&r, seed);
	for (unsigned i = 0; i < RUNS; i++) {
		double log_ratios[ROUNDS];
		const struct regimes found = run(b, &r, log_ratios);
		bool different = is_different(stats_ratio(log_ratios, ROUNDS, 0.95).hl) &&
				 !found.ratios_differ;

		tally.moved += found.times_differ;
		tally.ratio_moved += found.ratios_differ;
		for (unsigned k = NEAR; k < REGIME_COUNT; k++) {
			const struct estimate time = found.of[k].time;

			different |=
				found.ratios_differ && is_different(found.of[k].ratio.hl);
			if (isnan(time.low))
				continue;
			tally.known[k]++;
			tally.covered[k] += contains(time, truth[k]);
			tally.width[k] += stats_half_width(time);
		}
		tally.different += different;
	}
	return tally;
}

static void assert_share(unsigned hits, unsigned of, double least, double most)
{
	const double share = (double)hits / of;

	if (share < least || share > most)
		fail_msg("%.4f is not in %.4f to %.4f", share, least, most);
}

/* A spinning ring: its time follows the distance, and two equal ones are equal. */
static void test_spinning(void **state)
{
	const struct behaviour b = {3.35, 1, 1, 0.05, 0.03, 0.04};
	const struct tally tally = simulate(&b, 1);

	(void)state;
	assert_share(tally.moved, RUNS, 0.99, 1);
	assert_share(tally.ratio_moved, RUNS, 0, 0.005);
	assert_share(tally.different, RUNS, 0, 0.005);
	for (unsigned i = NEAR; i < REGIME_COUNT; i++) {
		assert_share(tally.known[i], RUNS, 0.99, 1);
		assert_share(tally.covered[i], tally.known[i], 0.93, 1);
		assert_true(tally.width[i] / tally.known[i] < 0.04);
	}
}

/* Mechanisms that sleep are noisier, and moves that are rare leave a regime unseen. */
static void test_sleeping(void **state)
{
	const struct behaviour b = {1.2, 1, 1, 0.15, 0.1, 0.01};
	const struct tally tally = simulate(&b, 2);

	(void)state;
	assert_share(tally.moved, RUNS, 0.5, 1);
	assert_share(tally.different, RUNS, 0, 0.005);
	for (unsigned i = NEAR; i < REGIME_COUNT; i++)
		assert_share(tally.covered[i], tally.known[i], 0.93, 1);
}

/* What does not depend on the distance is not called moved, nor different. */
static void test_indifferent(void **state)
{
	const struct behaviour b = {1, 1, 1, 0.1, 0.05, 0.04};
	const struct tally tally = simulate(&b, 3);

	(void)state;
	assert_share(tally.moved, RUNS, 0, 0.01);
	assert_share(tally.ratio_moved, RUNS, 0, 0.01);
	assert_share(tally.different, RUNS, 0, 0.005);
}

/* A tenth is found across CPUs that move, whether or not it depends on them. */
static void test_difference(void **state)
{
	struct behaviour b = {2, 0.9, 0.9, 0.1, 0.05, 0.04};
	struct tally tally = simulate(&b, 4);

	(void)state;
	assert_share(tally.different, RUNS, 0.99, 1);
	assert_share(tally.ratio_moved, RUNS, 0, 0.01);
	b.far_ratio = 1.1;
	tally = simulate(&b, 5);
	assert_share(tally.ratio_moved, RUNS, 0.9, 1);
	assert_share(tally.different, RUNS, 0.95, 1);
}

static void test_split(void **state)
{
	double distances[SWEEPS * ROUNDS];
	struct random r;

	(void)state;
	random_init(&r, 6);
	/* One regime that spreads, as where other programs run, has no halves. */
	for (unsigned i = 0; i < SWEEPS * ROUNDS; i++)
		distances[i] = 450 * exp(0.2 * draw_normal(&r));
	assert_true(isnan(distances_split(distances, SWEEPS * ROUNDS)));
	/* Nor do single outliers make a regime. */
	distances[SWEEPS * ROUNDS - 1] = 20000;
	distances[0] = 3;
	assert_true(isnan(distances_split(distances, SWEEPS * ROUNDS)));
	/* Of three modes, as were seen, those part that are farthest apart. */
	for (unsigned i = 0; i < SWEEPS * ROUNDS; i++)
		distances[i] = (i % 6 == 0  ? 38
				: i % 3 > 0 ? 75
					    : 430) *
			       exp(0.1 * draw_normal(&r));
	assert_true(fabs(distances_split(distances, SWEEPS * ROUNDS) - 180) < 50);
	assert_true(isnan(distances_split(distances, 0)));
	assert_true(isnan(distances_split(distances, 1)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_spinning),    cmocka_unit_test(test_sleeping),
		cmocka_unit_test(test_indifferent), cmocka_unit_test(test_difference),
		cmocka_unit_test(test_split),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
