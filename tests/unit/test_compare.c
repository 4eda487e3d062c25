/* SPDX-License-Identifier: MIT */
/* Two runs made by hand: what is matched, what is judged, and what does not matter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare/report.h"

#define ROUNDS 5
#define TRIALS 400

/* A run: trials in the order of their rows. */
struct run_table {
	struct trial_row rows[TRIALS];
	size_t count;
};

static struct run_table runs[AGE_COUNT];
static struct comparison comparison;

static struct trial_row row_of(const char *mechanism, unsigned session, double ns)
{
	return (struct trial_row){
		.key = {mechanism, "family",  "round-trip", "64", "same-cache", "0",
			"1",	   "block",   "full",	    "1",  "",		"0",
			"4096",	   "default", "0",	    "0",  "0",		"0",
			"0",	   "0",	      "this",	    "0"},
		.status = "ok",
		.reason = "none",
		.time = {.session = session,
			 .ns = ns,
			 .mean_ns = 1.25 * ns,
			 .batch = 1,
			 .distance_ns = NAN},
	};
}

static struct trial_row *run_add(enum age age, struct trial_row row)
{
	assert_true(runs[age].count < TRIALS);
	runs[age].rows[runs[age].count] = row;
	return &runs[age].rows[runs[age].count++];
}

/* Sessions of rounds around a time, each session a little different.  Each case is in a
 * group of its own: tests of groups see to that themselves. */
static void run_add_case(enum age age, const char *mechanism, unsigned sessions,
			 double ns)
{
	static unsigned group;

	group++;
	for (unsigned session = 1; session <= sessions; session++)
		for (int round = 0; round < ROUNDS; round++) {
			struct trial_row *row =
				run_add(age, row_of(mechanism, session,
						    ns * (1 + 0.004 * (session % 3) +
							  0.01 * (round - ROUNDS / 2))));

			row->time.round = (unsigned)round;
			row->time.group = group;
		}
}

/* Compares the runs, or, if swapped, the new with the old. */
static void judge(bool swapped)
{
	comparison_free(&comparison);
	for (enum age age = OLD; age < AGE_COUNT; age++)
		for (size_t i = 0; i < runs[age].count; i++)
			assert_int_equal(comparison_add(&comparison,
							swapped ? NEW - age : age,
							&runs[age].rows[i]),
					 0);
	assert_int_equal(comparison_judge(&comparison, "pipe"), 0);
}

static const struct compared_case *case_find(const char *mechanism)
{
	for (size_t i = 0; i < comparison.count; i++)
		if (strcmp(case_key(comparison.cases[i], KEY_MECHANISM), mechanism) == 0)
			return comparison.cases[i];
	fail_msg("no case of %s", mechanism);
	return NULL;
}

static void assert_judged(const char *mechanism, enum judgement judgement,
			  const char *reason)
{
	const struct compared_case *c = case_find(mechanism);

	assert_string_equal(judgement_name(c->judgement), judgement_name(judgement));
	assert_string_equal(c->reason, reason);
}

static void assert_near(double value, double wanted)
{
	assert_true(fabs(value / wanted - 1) < 1e-9);
}

static int setup(void **state)
{
	(void)state;
	memset(runs, 0, sizeof(runs));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	comparison_free(&comparison);
	return 0;
}

/* ---- verdicts ---- */

static void add_three_cases(double slower)
{
	run_add_case(OLD, "one", 5, 1000);
	run_add_case(NEW, "one", 5, 1000 * slower);
	run_add_case(OLD, "two", 5, 70000);
	run_add_case(NEW, "two", 4, 70000);
	run_add_case(OLD, "three", 3, 50);
	run_add_case(NEW, "three", 5, 50 / slower);
}

static void test_verdicts(void **state)
{
	const struct compared_case *one;

	(void)state;
	add_three_cases(1.2);
	judge(false);
	assert_int_equal(comparison.count, 3);
	assert_judged("one", JUDGED_SLOWER, "none");
	assert_judged("two", JUDGED_SAME, "none");
	assert_judged("three", JUDGED_FASTER, "none");
	one = case_find("one");
	assert_near(one->ratio.value, 1.2);
	assert_near(one->of[NEW].level / one->of[OLD].level, 1.2);
	assert_true(one->ratio.low < 1.2 && one->ratio.high > 1.2);
	assert_int_equal(one->of[OLD].sessions, 5);
	assert_int_equal(case_find("three")->of[OLD].sessions, 3);
	assert_int_equal(comparison_count(&comparison, JUDGED_SLOWER), 1);
}

static void test_inconclusive(void **state)
{
	static const double sessions[] = {1000, 1200, 900};

	(void)state;
	for (unsigned i = 0; i < 3; i++) {
		run_add(OLD, row_of("pipe", i, sessions[i]));
		run_add(NEW, row_of("pipe", i, 1.1 * sessions[i]));
	}
	judge(false);
	assert_judged("pipe", JUDGED_INCONCLUSIVE, "none");
}

static void test_rounds_are_no_sessions(void **state)
{
	(void)state;
	for (int i = 0; i < 50; i++) {
		run_add_case(OLD, "pipe", 1, 1000);
		if (i < 20)
			run_add_case(NEW, "pipe", 2, 2000);
	}
	judge(false);
	assert_judged("pipe", JUDGED_INDICATION, "fewer-than-3-sessions");
	assert_true(case_find("pipe")->ratio.value > 1.9);
	assert_true(isnan(case_find("pipe")->ratio.low));
}

static void test_correction(void **state)
{
	double alone;

	(void)state;
	run_add_case(OLD, "pipe", 5, 1000);
	run_add_case(NEW, "pipe", 5, 1000);
	judge(false);
	assert_near(comparison.confidence, 0.95);
	alone = stats_half_width(case_find("pipe")->ratio);

	/* What gets no verdict does not count. */
	run_add_case(OLD, "few", 2, 1000);
	run_add_case(NEW, "few", 5, 1000);
	run_add_case(OLD, "gone", 5, 1000);
	judge(false);
	assert_near(comparison.confidence, 0.95);

	run_add_case(OLD, "fifo", 5, 1000);
	run_add_case(NEW, "fifo", 5, 1000);
	judge(false);
	assert_near(comparison.confidence, 0.975);
	assert_true(stats_half_width(case_find("pipe")->ratio) > alone);
}

/* ---- what must not matter, or exactly so much ---- */

static void test_swap(void **state)
{
	struct estimate one;

	(void)state;
	add_three_cases(1.2);
	judge(false);
	one = case_find("one")->ratio;
	judge(true);
	assert_judged("one", JUDGED_FASTER, "none");
	assert_judged("two", JUDGED_SAME, "none");
	assert_judged("three", JUDGED_SLOWER, "none");
	assert_near(case_find("one")->ratio.value, 1 / one.value);
	assert_near(case_find("one")->ratio.low, 1 / one.high);
	assert_near(case_find("one")->ratio.high, 1 / one.low);
}

static void test_scale(void **state)
{
	struct estimate before;

	(void)state;
	add_three_cases(1.2);
	judge(false);
	before = case_find("two")->ratio;
	for (size_t i = 0; i < runs[NEW].count; i++)
		runs[NEW].rows[i].time.ns *= 3;
	judge(false);
	assert_int_equal(comparison_count(&comparison, JUDGED_SLOWER), 3);
	assert_near(case_find("two")->ratio.value, 3 * before.value);
	assert_near(case_find("two")->ratio.low, 3 * before.low);
	assert_near(case_find("two")->ratio.high, 3 * before.high);
}

static void shuffle(struct run_table *run)
{
	for (size_t i = run->count; i > 1; i--) {
		const size_t j = (size_t)rand() % i;
		const struct trial_row row = run->rows[i - 1];

		run->rows[i - 1] = run->rows[j];
		run->rows[j] = row;
	}
}

static void test_shuffle(void **state)
{
	struct estimate before[3];

	(void)state;
	add_three_cases(1.02);
	judge(false);
	for (size_t i = 0; i < 3; i++)
		before[i] = comparison.cases[i]->ratio;
	srand(1);
	for (int i = 0; i < 10; i++) {
		shuffle(&runs[OLD]);
		shuffle(&runs[NEW]);
		judge(false);
		for (size_t j = 0; j < 3; j++)
			assert_memory_equal(&before[j], &comparison.cases[j]->ratio,
					    sizeof(before[j]));
	}
}

/* ---- matching ---- */

static void test_matching(void **state)
{
	static const char *const sizes[] = {"1024", "64", "8"};

	(void)state;
	/* Other CPUs and buffers are the same case, everything else is another. */
	for (size_t i = 0; i < 3; i++) {
		run_add(OLD, row_of("pipe", 1, 1000))->key[KEY_SIZE] = sizes[i];
		run_add(NEW, row_of("pipe", 1, 1000))->key[KEY_SIZE] = sizes[2 - i];
	}
	runs[NEW].rows[0].key[KEY_CLIENT_CPU] = "7";
	runs[NEW].rows[1].key[KEY_BUFFER_GRANTED] = "8192";
	run_add(NEW, row_of("pipe", 1, 1000))->key[KEY_WAIT] = "spin";
	run_add(NEW, row_of("pipe", 1, 1000))->key[KEY_BUFFER_REQUESTED] = "4096";
	judge(false);
	assert_int_equal(comparison.count, 5);
	assert_int_equal(comparison_count(&comparison, JUDGED_INDICATION), 3);
	assert_int_equal(comparison_count(&comparison, JUDGED_NEW_ONLY), 2);
	assert_string_equal(case_key(comparison.cases[0], KEY_SIZE), "8");
	assert_string_equal(comparison.cases[0]->of[NEW].key[KEY_CLIENT_CPU], "7");
	assert_string_equal(case_key(comparison.cases[4], KEY_SIZE), "1024");
}

static void test_nothing_is_left_out(void **state)
{
	struct trial_row *row;

	(void)state;
	run_add_case(OLD, "gone", 5, 1000);
	run_add_case(NEW, "fresh", 5, 1000);
	run_add_case(OLD, "broken", 5, 1000);
	run_add_case(NEW, "broken", 5, 1000);
	row = run_add(NEW, row_of("broken", 2, NAN));
	row->status = "failed";
	row->reason = "client-died";
	row = run_add(OLD, row_of("refused", 1, NAN));
	row->status = "skipped";
	row->reason = "not-supported";
	run_add_case(NEW, "refused", 5, 1000);
	row = run_add(NEW, row_of("useless", 1, NAN));
	row->status = "skipped";
	row->reason = "not-supported";
	run_add_case(OLD, "batched", 5, 100);
	run_add_case(NEW, "batched", 5, 100);
	runs[NEW].rows[runs[NEW].count - 1].time.batch = 4;
	run_add_case(OLD, "timeless", 5, 1000);
	run_add(NEW, row_of("timeless", 1, NAN));
	judge(false);
	assert_judged("gone", JUDGED_OLD_ONLY, "none");
	assert_judged("fresh", JUDGED_NEW_ONLY, "none");
	assert_judged("broken", JUDGED_NOT_COMPARABLE, "new-failed:client-died");
	assert_judged("refused", JUDGED_NOT_COMPARABLE, "old-skipped:not-supported");
	assert_judged("useless", JUDGED_NEW_ONLY, "skipped:not-supported");
	assert_judged("batched", JUDGED_SAME, "none");
	assert_judged("timeless", JUDGED_NOT_COMPARABLE, "new-no-time");
}

/* One pair of CPUs that a hypervisor moved. */
static void judge_distances(double old_ns, double new_ns)
{
	setup(NULL);
	run_add_case(OLD, "spin", 5, 500);
	run_add_case(NEW, "spin", 5, 1000);
	for (enum age age = OLD; age < AGE_COUNT; age++)
		for (size_t i = 0; i < runs[age].count; i++)
			runs[age].rows[i].time.distance_ns = age == OLD ? old_ns : new_ns;
	judge(false);
}

static void test_regime(void **state)
{
	(void)state;
	judge_distances(95, 450);
	assert_judged("spin", JUDGED_MOVED, "distance:95-then-450-ns");
	assert_true(isnan(case_find("spin")->ratio.low));
	assert_true(case_find("spin")->ratio.value > 1.9);
	judge_distances(450, 95);
	assert_judged("spin", JUDGED_MOVED, "distance:450-then-95-ns");
	judge_distances(95, 130);
	assert_judged("spin", JUDGED_SLOWER, "none");
	judge_distances(95, NAN);
	assert_judged("spin", JUDGED_SLOWER, "none");
	/* 6 ns do not explain 500. */
	judge_distances(5, 11);
	assert_judged("spin", JUDGED_SLOWER, "none");
}

/* Two builds of one run are two cases. */
static void test_program(void **state)
{
	struct trial_row other = row_of("pipe", 1, 200);

	(void)state;
	memset(runs, 0, sizeof(runs));
	other.key[KEY_PROGRAM] = "other";
	run_add(OLD, row_of("pipe", 1, 100));
	run_add(OLD, other);
	judge(false);
	assert_int_equal(comparison.count, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		TEST(test_verdicts),
		TEST(test_inconclusive),
		TEST(test_rounds_are_no_sessions),
		TEST(test_correction),
		TEST(test_swap),
		TEST(test_scale),
		TEST(test_shuffle),
		TEST(test_matching),
		TEST(test_nothing_is_left_out),
		TEST(test_regime),
		TEST(test_program),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
