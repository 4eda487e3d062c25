/* SPDX-License-Identifier: MIT */
/* What tune makes of its rows, and says of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "tune/report.h"

#define BAD 2

/* Rows of a size: the knob left alone, the bad value, 16 and 32. */
static void size_of(struct tune_row *rows, const struct knob *knob, double a, double b)
{
	const double ratios[] = {1, 9, a, b};
	const size_t settings[] = {0, BAD, 16, 32};

	for (size_t i = 0; i < 4; i++)
		rows[i] = (struct tune_row){
			.setting = knob->setting,
			.role = i == 0	 ? ROLE_DEFAULT
				: i == 1 ? ROLE_BAD
					 : ROLE_CANDIDATE,
			.value = settings[i],
			.c.asked[SET_BUFFER] = settings[i],
			.ratio = {ratios[i], NAN, NAN, 8},
		};
}

static void test_all_sizes(void **state)
{
	static const struct knob knob = {.setting = SET_BUFFER, .how = "VALUE"};
	struct tune_row rows[2][4];
	struct tuning tunings[2] = {0};
	const struct tune_results results = {tunings, 2};
	struct knob_sizes sizes;
	double ratio = 0;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		tunings[i].knobs[0] =
			(struct knob_result){.knob = &knob, .rows = rows[i], .count = 4};
		tunings[i].knob_count = 1;
	}
	size_of(rows[0], &knob, 0.9, 0.5);
	size_of(rows[1], &knob, 0.9, 2);

	/* Nothing is advised at any size, so neither for all. */
	sizes = knob_sizes_of(&results, tunings, &knob);
	assert_int_equal(knob_sizes_value(&sizes, &ratio), 0);
	assert_int_equal(sizes.count, 2);

	/* 32 is best at one size, and as bad at the other. */
	tunings[0].best = &rows[0][3];
	tuning_mark(&tunings[0], ROLE_ADVICE);
	sizes = knob_sizes_of(&results, tunings, &knob);
	assert_int_equal(knob_sizes_value(&sizes, &ratio), 16);
	assert_true(fabs(ratio - 0.9) < 1e-9);

	/* A size at which it could not be had does not count. */
	strcpy(tunings[1].reason, "message-too-large");
	sizes = knob_sizes_of(&results, tunings, &knob);
	assert_int_equal(knob_sizes_value(&sizes, &ratio), 32);
	assert_int_equal(sizes.count, 1);

	tuning_mark(&tunings[0], ROLE_WITHDRAWN);
	sizes = knob_sizes_of(&results, tunings, &knob);
	assert_int_equal(knob_sizes_value(&sizes, &ratio), 0);
}

/* Too little time is no refutation. */
static void test_verify(void **state)
{
	static const struct knob knob = {.setting = SET_BUFFER, .how = "VALUE"};
	struct tune_row rows[4];
	struct tuning t = {.knob_count = 1, .best = &rows[3]};

	(void)state;
	t.knobs[0] = (struct knob_result){.knob = &knob, .rows = rows, .count = 4};
	size_of(rows, &knob, 0.9, 0.5);
	tuning_mark(&t, ROLE_ADVICE);
	tuning_verify(&t, (struct estimate){NAN, NAN, NAN, 0});
	assert_true(t.verified && t.advised);
	tuning_verify(&t, (struct estimate){0.9, NAN, NAN, 5});
	assert_true(t.advised);
	tuning_verify(&t, (struct estimate){0.9, 0.85, 0.95, 6});
	assert_int_equal(rows[3].role, ROLE_ADVICE);
	tuning_verify(&t, (struct estimate){0.9, 0.8, 0.995, 6});
	assert_false(t.advised);
	assert_int_equal(rows[3].role, ROLE_WITHDRAWN);
}

/* What report_tune_check() prints. */
static const char *check_of(const struct ipc_case *c)
{
	static char text[400];
	FILE *to = fmemopen(text, sizeof(text), "w");

	assert_non_null(to);
	report_tune_check(to, c);
	fclose(to);
	return text;
}

static void test_texts(void **state)
{
	static const struct knob knob = {.setting = SET_BUFFER,
					 .how = "first(VALUE), then second(VALUE)"};
	static const struct mechanism m = {.name = "some",
					   .waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN)};
	struct ipc_case c = {.mechanism = &m, .pattern = STREAM, .size = 65536};
	char text[90];
	FILE *to = fmemopen(text, sizeof(text), "w");

	(void)state;
	assert_non_null(to);
	report_tune_how(to, &knob, 42);
	fclose(to);
	assert_string_equal(text, "  how: first(42), then second(42)\n");
	c.asked[SET_BUFFER] = 1 << 20;
	c.asked[SET_SPIN] = 5000;
	assert_string_equal(
		check_of(&c),
		"  check: ipcbench ab some 'some --buffer 1048576 --spin 5000ns' "
		"--pattern stream --size 64K --placement same-cpu\n");
	c.wait = WAIT_SPIN;
	c.touch = TOUCH_NONE;
	assert_non_null(strstr(check_of(&c), " --wait spin --touch none"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_sizes),
		cmocka_unit_test(test_verify),
		cmocka_unit_test(test_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
