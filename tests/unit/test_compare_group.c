/* SPDX-License-Identifier: MIT */
/*
 * Runs of a simulated machine, compared: what is called faster or slower by its ratio to
 * the reference, and how often wrongly.  From fixed seeds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "compare/cases.h"
#include "draw.h"

enum { RUNS = 400, ROUNDS = 5, SESSIONS = 3, CASES = 4 };

/* How ratios to pipe were seen to spread between the sessions of an hour, on a virtual
 * machine the levels of which spread by 8 %. */
static const struct {
	const char *mechanism;
	double ns, spread;
} cases[CASES] = {
	{"pipe", 7000, 0},
	{"shm-futex", 5800, 0.003},
	{"tcp", 10200, 0.008},
	{"unix-stream", 12000, 0.009},
};

enum { PIPE, SHM_FUTEX, TCP, UNIX_STREAM };

/* What NEW is like: its machine, and the factors of each case's time. */
struct change {
	double level, level_spread;
	double factors[CASES];
};

static struct comparison comparison;
static struct random noise;

static void add(enum age age, size_t i, struct trial_time time)
{
	const struct trial_row row = {
		.key = {cases[i].mechanism,
			"family",
			"round-trip",
			"64",
			"same-cpu",
			"1",
			"1",
			"block",
			"full",
			"1",
			"",
			"0",
			"0",
			"default",
			"0",
			"0",
			"0",
			"0",
			"0",
			"0",
			"this",
			"0"},
		.status = "ok",
		.reason = "none",
		.metric = "rtt_p50_ns",
		.time = time,
	};

	assert_int_equal(comparison_add(&comparison, age, &row), 0);
}

static void add_session(enum age age, unsigned session, const struct change *change)
{
	const double level = change->level + change->level_spread * draw_normal(&noise);
	double ns[CASES];

	for (size_t i = 0; i < CASES; i++)
		ns[i] = cases[i].ns * change->factors[i] *
			exp(level + cases[i].spread * draw_normal(&noise));
	for (unsigned round = 1; round <= ROUNDS; round++) {
		const double both = 0.03 * draw_normal(&noise);

		for (size_t i = 0; i < CASES; i++)
			add(age, i,
			    (struct trial_time){
				    session, round, 0,
				    ns[i] * exp(both + 0.002 * draw_normal(&noise)),
				    ns[i], 1, NAN});
	}
}

static void compare(const struct change *old, const struct change *new)
{
	comparison_free(&comparison);
	for (unsigned session = 1; session <= SESSIONS; session++) {
		add_session(OLD, session, old);
		add_session(NEW, session, new);
	}
	assert_int_equal(comparison_judge(&comparison, "pipe"), 0);
	assert_int_equal(comparison.count, CASES);
}

static const struct change same = {0, 0.03, {1, 1, 1, 1}};

/* How often each case was called faster or slower, and its floors. */
struct tally {
	unsigned judged[CASES][JUDGEMENT_COUNT];
	unsigned by_ratio[CASES];
	double floors[CASES][RUNS];
};

static struct tally tally;

static void simulate(struct change old, struct change new)
{
	memset(&tally, 0, sizeof(tally));
	random_init(&noise, 1);
	for (size_t run = 0; run < RUNS; run++) {
		compare(&old, &new);
		for (size_t i = 0; i < CASES; i++) {
			const struct compared_case *c = comparison.cases[i];

			tally.judged[i][c->judgement]++;
			tally.by_ratio[i] += c->ratio_to != NULL;
			tally.floors[i][run] = c->floor;
		}
	}
	comparison_free(&comparison);
}

/* A verdict in that share of the runs at least, or at most. */
static void assert_often(size_t i, enum judgement judgement, double share)
{
	if (tally.judged[i][judgement] < share * RUNS)
		fail_msg("%s: only %u of %u", cases[i].mechanism,
			 tally.judged[i][judgement], RUNS);
}

static void assert_never(size_t i, enum judgement judgement)
{
	if (tally.judged[i][judgement] > 0.01 * RUNS)
		fail_msg("%s: %u of %u", cases[i].mechanism, tally.judged[i][judgement],
			 RUNS);
}

static void assert_unchanged(size_t i)
{
	assert_never(i, JUDGED_FASTER);
	assert_never(i, JUDGED_SLOWER);
}

static void test_nothing_changed(void **state)
{
	(void)state;
	simulate(same, same);
	for (size_t i = 0; i < CASES; i++) {
		assert_unchanged(i);
		assert_int_equal(tally.by_ratio[i], i == PIPE ? 0 : RUNS);
	}
	assert_true(stats_median(tally.floors[SHM_FUTEX], RUNS) < 0.015);
	assert_true(stats_median(tally.floors[TCP], RUNS) < 0.035);
	assert_true(stats_median(tally.floors[PIPE], RUNS) > 0.1);
}

static void test_one_case_changed(void **state)
{
	struct change new = same;

	(void)state;
	new.factors[SHM_FUTEX] = 1.05;
	simulate(same, new);
	assert_often(SHM_FUTEX, JUDGED_SLOWER, 0.9);
	for (size_t i = 0; i < CASES; i++)
		if (i != SHM_FUTEX)
			assert_unchanged(i);
	simulate(new, same);
	assert_often(SHM_FUTEX, JUDGED_FASTER, 0.9);

	/* Where the machine is unsteady, ratios are trusted less. */
	new.level_spread = 0.08;
	simulate((struct change){0, 0.08, {1, 1, 1, 1}}, new);
	assert_often(SHM_FUTEX, JUDGED_SLOWER, 0.6);
	assert_unchanged(TCP);
}

/* Ratios say nothing of that, and the level is too unsteady to. */
static void test_all_changed_alike(void **state)
{
	const struct change new = {0, 0.03, {1.05, 1.05, 1.05, 1.05}};
	const struct change doubled = {0, 0.03, {2, 2, 2, 2}};

	(void)state;
	simulate(same, new);
	for (size_t i = 0; i < CASES; i++)
		assert_unchanged(i);
	simulate(same, doubled);
	assert_often(PIPE, JUDGED_SLOWER, 0.9);
	for (size_t i = PIPE + 1; i < CASES; i++)
		assert_unchanged(i);
}

/* Then it is no reference: the others did not all become faster. */
static void test_the_reference_changed(void **state)
{
	struct change new = same;

	(void)state;
	new.factors[PIPE] = 1.1;
	simulate(same, new);
	assert_often(PIPE, JUDGED_SLOWER, 0.9);
	for (size_t i = PIPE + 1; i < CASES; i++)
		assert_unchanged(i);
}

/* A machine that went from one of its speeds to another, which suits tcp best. */
static void test_another_state_of_the_machine(void **state)
{
	struct change old = same, new = same;

	(void)state;
	old.level_spread = new.level_spread = 0.02;
	new.level = -0.18;
	new.factors[TCP] = 0.93;
	simulate(old, new);
	for (size_t i = PIPE + 1; i < CASES; i++)
		assert_unchanged(i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_changed),
		cmocka_unit_test(test_one_case_changed),
		cmocka_unit_test(test_all_changed_alike),
		cmocka_unit_test(test_the_reference_changed),
		cmocka_unit_test(test_another_state_of_the_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
