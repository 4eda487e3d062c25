/* SPDX-License-Identifier: MIT */
/*
 * What must hold for random samples, by simulation from fixed seeds: the generator
 * itself, what the figures may not depend on, and first of all that a 95 % interval
 * contains the truth in at least 93 % of the runs.  The sign-test interval owes that to
 * every distribution, the Hodges-Lehmann interval only to symmetric ones: elsewhere it is
 * about another number.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "draw.h"
#include "stats/stats.h"

#define LENGTH(array) (sizeof(array) / sizeof(*(array)))

enum { RUNS = 4000, MOST = 60, SWEEPS = 30 };

static const size_t counts[] = {6, 10, 20, MOST};

static void assert_share(const char *what, size_t n, size_t hits, size_t runs,
			 double least, double most)
{
	double share = (double)hits / runs;

	if (share >= least && share <= most)
		return;
	fail_msg("%s, n = %zu: %.4f is not in %.4f to %.4f", what, n, share, least, most);
}

static bool contains(struct estimate e, double truth)
{
	return e.low <= truth && truth <= e.high;
}

static void test_random_reference(void **state)
{
	/* The first values of the authors' splitmix64.c and xoshiro256plusplus.c. */
	static const uint64_t split[] = {1985237415132408290u, 2979275885539914483u,
					 13511426838097143398u, 8488337342461049707u};
	static const uint64_t xoshiro[] = {41943041u, 58720359u, 3588806011781223u,
					   3591011842654386u, 9228616714210784205u};
	struct random r = {{1, 2, 3, 4}};

	(void)state;
	for (size_t i = 0; i < LENGTH(xoshiro); i++)
		assert_true(random_next(&r) == xoshiro[i]);
	random_init(&r, 1477776061723855037u);
	for (size_t i = 0; i < LENGTH(split); i++)
		assert_true(r.state[i] == split[i]);
}

static void test_random_is_unbiased(void **state)
{
	enum { DRAWS = 120000 };
	/* Of three quarters of all numbers a bare modulo makes the lowest third a half.
	 */
	const uint64_t quarter = UINT64_C(1) << 62;
	size_t low = 0, orders = 0, seen[256] = {0};
	struct random r;

	(void)state;
	random_init(&r, 1);
	for (size_t i = 0; i < DRAWS; i++) {
		size_t order[] = {0, 1, 2, 3};

		low += random_below(&r, 3 * quarter) < quarter;
		random_shuffle(&r, order, 4);
		seen[order[0] << 6 | order[1] << 4 | order[2] << 2 | order[3]]++;
	}
	assert_share("lowest third", 3, low, DRAWS, 0.327, 0.340);
	for (size_t i = 0; i < LENGTH(seen); i++) {
		orders += seen[i] > 0;
		assert_share("order", i, seen[i], DRAWS, seen[i] ? 0.039 : 0, 0.0445);
	}
	assert_int_equal(orders, 24);
}

static double draw_lognormal(struct random *r)
{
	return exp(draw_normal(r));
}

static double draw_two_modes(struct random *r)
{
	double centre = random_below(r, 2) ? 1 : -1;

	return centre + 0.05 * draw_normal(r);
}

/* The median is the lower mode's quantile 5/7. */
static double draw_uneven_modes(struct random *r)
{
	double centre = random_below(r, 10) < 7 ? 1 : 2;

	return centre + 0.05 * draw_normal(r);
}

static double draw_t_of_two_df(struct random *r)
{
	double u = draw_uniform(r);

	return (2 * u - 1) / sqrt(2 * u * (1 - u));
}

static const struct population {
	const char *name;
	double (*draw)(struct random *r);
	double median;
	bool symmetric;
} populations[] = {
	{"normal", draw_normal, 0, true},
	{"two modes", draw_two_modes, 0, true},
	{"t, 2 df", draw_t_of_two_df, 0, true},
	{"log-normal", draw_lognormal, 1, false},
	{"uneven modes", draw_uneven_modes, 1.0282974411, false},
};

static void check_population(const struct population *p, size_t n, struct random *r)
{
	size_t hl_hits = 0, median_hits = 0;
	double values[MOST];

	for (size_t run = 0; run < RUNS; run++) {
		for (size_t i = 0; i < n; i++)
			values[i] = p->draw(r);

		struct estimate hl = stats_hodges_lehmann(values, n, 0.95);
		struct estimate median = stats_median_interval(values, n, 0.95);

		hl_hits += contains(hl, p->median);
		median_hits += contains(median, p->median);
	}
	assert_share(p->name, n, median_hits, RUNS, 0.93, 0.99);
	if (p->symmetric)
		assert_share(p->name, n, hl_hits, RUNS, 0.93, 0.98);
}

static void test_coverage_of_populations(void **state)
{
	struct random r;

	(void)state;
	random_init(&r, 2);
	for (size_t p = 0; p < LENGTH(populations); p++)
		for (size_t k = 0; k < LENGTH(counts); k++)
			check_population(&populations[p], counts[k], &r);
}

static void assert_mirrored(struct estimate e, struct estimate of)
{
	assert_true(fabs(e.value * of.value - 1) < 1e-12);
	assert_true(fabs(e.low * of.high - 1) < 1e-12);
	assert_true(fabs(e.high * of.low - 1) < 1e-12);
}

/* The order of the rounds, the unit of time and which case is called the first. */
static void test_what_does_not_matter(void **state)
{
	static const enum verdict mirrored[] = {SLOWER, FASTER, SAME, INCONCLUSIVE};
	double a[MOST], b[MOST], given[MOST], moved[MOST], swapped[MOST];
	struct random r;

	(void)state;
	random_init(&r, 3);
	for (size_t run = 0; run < RUNS; run++) {
		size_t n = 6 + random_below(&r, MOST - 5), order[MOST];

		for (size_t i = 0; i < n; i++) {
			order[i] = i;
			a[i] = draw_lognormal(&r);
			b[i] = a[i] * (1 + 0.03 * draw_uniform(&r));
			given[i] = log(b[i] / a[i]);
			swapped[i] = log(a[i] / b[i]);
		}
		random_shuffle(&r, order, n);
		for (size_t i = 0; i < n; i++)
			moved[i] = log(1e9 * b[order[i]] / (1e9 * a[order[i]]));

		struct ratio as_given = stats_ratio(given, n, 0.95);
		struct ratio as_moved = stats_ratio(moved, n, 0.95);
		struct ratio as_swapped = stats_ratio(swapped, n, 0.95);
		enum verdict verdict = stats_verdict(as_given.hl, 0.015);

		assert_mirrored(as_swapped.hl, as_given.hl);
		assert_mirrored(as_swapped.hl, as_moved.hl);
		assert_mirrored(as_swapped.median, as_given.median);
		assert_mirrored(as_swapped.median, as_moved.median);
		assert_int_equal(stats_verdict(as_swapped.hl, 0.015), mirrored[verdict]);
		assert_mirrored(stats_welch_log(a, n, b, n, 0.95),
				stats_welch_log(b, n, a, n, 0.95));
	}
}

static bool is_different(enum verdict verdict)
{
	return verdict == FASTER || verdict == SLOWER;
}

/* A shared machine, the speed of which wanders while two cases take turns on it. */
struct machine {
	struct random random;
	double drift;  /* logarithm of how slow it has become since the start */
	double level;  /* the same for ups and downs around that; long-run mean zero */
	double memory; /* how much of the level is left after a slice */
	double step;   /* how far it moves in one */
};

/*
 * Levels that spread by 13 % and 30 %, rounds whose log ratios spread by 0.4 % and 1.6 %:
 * what one CPU and two CPUs of a virtual machine were seen to do.
 */
static const struct machine same_cpu = {.memory = 0.998, .step = 0.008};
static const struct machine two_cpus = {.memory = 0.98, .step = 0.06};

static double machine_slice(struct machine *m)
{
	double noise = -log(draw_uniform(&m->random));

	m->drift += 1e-4;
	m->level = m->memory * m->level + m->step * draw_normal(&m->random);
	return m->drift + m->level + 0.01 * noise * noise;
}

/* Both cases in every sweep, in random order: the median log ratio of one round. */
static double machine_round(struct machine *m, double effect)
{
	double log_ratios[SWEEPS];

	for (size_t i = 0; i < SWEEPS; i++) {
		double first = machine_slice(m), second = machine_slice(m);
		bool swapped = random_below(&m->random, 2);

		log_ratios[i] = effect + (swapped ? first - second : second - first);
	}
	return stats_median(log_ratios, SWEEPS);
}

/*
 * RUNS / 4 runs of @n rounds on @m, the second case slower by the factor @truth:
 * coverage, and that a share of @least to @most of the runs calls the two different at 1
 * %.
 */
static void check_pairing(struct machine *m, size_t n, double truth, double least,
			  double most)
{
	size_t hl = 0, median = 0, different = 0;
	double log_ratios[MOST];
	double spread = m->step / sqrt(1 - m->memory * m->memory);

	for (size_t run = 0; run < RUNS / 4; run++) {
		m->drift = 0;
		m->level = spread * draw_normal(&m->random);
		for (size_t i = 0; i < n; i++)
			log_ratios[i] = machine_round(m, log(truth));

		struct ratio ratio = stats_ratio(log_ratios, n, 0.95);

		hl += contains(ratio.hl, truth);
		median += contains(ratio.median, truth);
		different += is_different(stats_verdict(ratio.hl, 0.01));
	}
	assert_share("paired, HL", n, hl, RUNS / 4, 0.93, 0.99);
	assert_share("paired, sign", n, median, RUNS / 4, 0.93, 0.995);
	assert_share("different", n, different, RUNS / 4, least, most);
}

/* A/A and planted effects; the smaller one is noticed from ten rounds on. */
static void test_coverage_of_paired_ratios(void **state)
{
	struct machine one = same_cpu, two = two_cpus;

	(void)state;
	random_init(&one.random, 4);
	random_init(&two.random, 5);
	for (size_t k = 0; k < LENGTH(counts); k++) {
		check_pairing(&one, counts[k], 1, 0, 0.01);
		check_pairing(&two, counts[k], 1, 0, 0.01);
		check_pairing(&one, counts[k], 1.02, counts[k] < 10 ? 0 : 0.99, 1);
		check_pairing(&two, counts[k], 1.05, 0.95, 1);
	}
}

/* Looking every five rounds and stopping on width costs about a point of coverage. */
static void test_stopping_on_width(void **state)
{
	struct machine m = two_cpus;
	size_t hits = 0, rounds = 0, n;
	double log_ratios[MOST];
	struct estimate e;

	(void)state;
	random_init(&m.random, 6);
	for (size_t run = 0; run < RUNS; run++) {
		for (n = 0; n < MOST;) {
			log_ratios[n++] = machine_round(&m, 0);
			if (n < 10 || n % 5)
				continue;
			e = stats_ratio(log_ratios, n, 0.95).hl;
			if (stats_half_width(e) <= 0.01)
				break;
		}
		hits += contains(e, 1);
		rounds += n;
	}
	assert_share("stopped", MOST, hits, RUNS, 0.93, 0.98);
	assert_share("rounds of the cap", MOST, rounds, RUNS * MOST, 0.2, 0.5);
}

/* Sessions that spread by 3 % before and 6 % after. */
static void test_coverage_of_sessions(void **state)
{
	static const size_t sessions[] = {3, 5, 8};
	double before[8], after[8];
	struct random r;

	(void)state;
	random_init(&r, 8);
	for (size_t k = 0; k < LENGTH(sessions); k++) {
		size_t n = sessions[k], hits = 0, different = 0;

		for (size_t run = 0; run < RUNS; run++) {
			for (size_t i = 0; i < n; i++) {
				before[i] = 6000 * exp(0.03 * draw_normal(&r));
				after[i] = 6000 * exp(0.06 * draw_normal(&r));
			}

			struct estimate e = stats_welch_log(before, n, after, n, 0.95);

			hits += contains(e, 1);
			different += is_different(stats_verdict(e, 0.05));
		}
		assert_share("Welch", n, hits, RUNS, 0.93, 0.97);
		assert_share("Welch, A/A", n, different, RUNS, 0, 0.01);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_reference),
		cmocka_unit_test(test_random_is_unbiased),
		cmocka_unit_test(test_coverage_of_populations),
		cmocka_unit_test(test_what_does_not_matter),
		cmocka_unit_test(test_coverage_of_paired_ratios),
		cmocka_unit_test(test_stopping_on_width),
		cmocka_unit_test(test_coverage_of_sessions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
