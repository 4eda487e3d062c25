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
#include "tune/text.h"

#define BAD 2

/* Rows of a size: the knob left alone, the bad value, 16 and 32. */
static void size_of(struct tune_row *rows, const struct knob *knob, double a, double b)
{
	const double ratios[] = {1, 9, a, b};
	const size_t settings[] = {0, BAD, 16, 32};

	for (size_t i = 0; i < 4; i++)
		rows[i] = (struct tune_row){
			.knob = knob,
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
	tunings[0].advised = true;
	tunings[0].best = &rows[0][3];
	sizes = knob_sizes_of(&results, tunings, &knob);
	assert_int_equal(knob_sizes_value(&sizes, &ratio), 16);
	assert_true(fabs(ratio - 0.9) < 1e-9);

	/* A size at which it could not be had does not count. */
	strcpy(tunings[1].reason, "message-too-large");
	sizes = knob_sizes_of(&results, tunings, &knob);
	assert_int_equal(knob_sizes_value(&sizes, &ratio), 32);
	assert_int_equal(sizes.count, 1);

	tunings[0].verified = VERIFIED_WITHDRAWN;
	sizes = knob_sizes_of(&results, tunings, &knob);
	assert_int_equal(knob_sizes_value(&sizes, &ratio), 0);
}

/* What people read.  A nan on the screen would say nothing. */
static const char *report_of(const struct tune_results *results)
{
	static char text[4000];
	FILE *to = fmemopen(text, sizeof(text), "w");

	assert_non_null(to);
	report_tune(to, results);
	fclose(to);
	assert_null(strstr(text, "nan"));
	return text;
}

/* One size of a knob, with figures. */
static void size_report(struct tune_row *rows, const struct ipc_case *c,
			const struct knob *knob)
{
	static const double bytes_per_s[] = {1e9, 1e8, 1.1e9, 2e9};

	size_of(rows, knob, 0.9, 0.5);
	for (size_t i = 0; i < 4; i++) {
		rows[i].c = *c;
		rows[i].c.asked[SET_BUFFER] = rows[i].value;
		rows[i].goal = GOAL_BANDWIDTH;
		rows[i].granted = rows[i].value ? rows[i].value : 8;
		rows[i].bytes_per_s.value = bytes_per_s[i];
		rows[i].summary.granted[SET_BUFFER] = rows[i].granted;
		rows[i].summary.medians.costs.cpu_ns[CLIENT] = (double)c->size;
	}
}

static void test_report(void **state)
{
	static const struct knob knobs[] = {
		{.setting = SET_BUFFER,
		 .bad = BAD,
		 .limit = "fs.limit",
		 .most = 64,
		 .how = "set(VALUE)"},
		{0},
	};
	static const struct mechanism m = {
		.name = "some", .waits = WAITS(WAIT_BLOCK), .knobs = knobs};
	const struct ipc_case c = {
		.mechanism = &m, .pattern = STREAM, .size = 4096, .cpu = {0, 0}};
	struct tune_row rows[4];
	struct tuning tuning = {
		.task = {c, GOAL_BANDWIDTH},
		.knobs = {{.knob = knobs, .rows = rows, .count = 4, .has_effect = true}},
		.knob_count = 1,
	};
	const struct tune_results results = {&tuning, 1};

#define TABLE                                                                            \
	"some, same-cpu (CPU 0), by buffer: = default, * advice, (bad) meant to be "     \
	"worse\n"                                                                        \
	"  message size                 4K\n"                                            \
	"  default (8)              1 GB/s =\n"                                          \
	"  2 (bad)                100 MB/s\n"                                            \
	"  16                     1.1 GB/s\n"

	(void)state;
	size_report(rows, &c, knobs);
	assert_string_equal(report_of(&results),
			    TABLE "  32                       2 GB/s\n"
				  "some, 4K bytes, same-cpu: leave it: the default is "
				  "within 3% of the best\n");
	tuning.knobs[0].flat = true;
	tuning.knobs[0].has_effect = false;
	tuning.best = &rows[3];
	tuning.ratio = (struct estimate){NAN, NAN, NAN, 0};
	assert_string_equal(report_of(&results), TABLE
			    "  32                       2 GB/s\n"
			    "some, 4K bytes, same-cpu: leave it: no setting is "
			    "certainly better\n"
			    "  best seen: buffer 32, gain unknown; with more time it "
			    "may become certain\n"
			    "  flat: every buffer that was tried is within 3% of the "
			    "best\n"
			    "  no effect: even buffer 2, meant to be worse, makes no "
			    "difference\n");
	tuning.knobs[0].flat = false;
	tuning.knobs[0].has_effect = tuning.knobs[0].at_limit = true;
	tuning.ratio = (struct estimate){0.5, 0.4, 0.625, 8};
	tuning.advised = true;
	tuning.verified = VERIFIED_TOO_FEW;
	tuning.verified_ratio = (struct estimate){NAN, NAN, NAN, 0};
	rows[3].role = ROLE_ADVICE;
	assert_string_equal(report_of(&results), TABLE
			    "  32                       2 GB/s *\n"
			    "some, 4K bytes, same-cpu: set buffer 32\n"
			    "  gain: +100% bandwidth [+60%, +150%] over the "
			    "default\n"
			    "  cost: memory for each direction 32, by default 8; CPU "
			    "per byte 1 ns, by default 1 ns\n"
			    "  how: set(32)\n"
			    "  limit: a larger buffer may be even better: as root, "
			    "sysctl -w fs.limit=64, then tune again\n"
			    "  check: ipcbench ab some 'some --buffer 32' --pattern "
			    "stream --size 4K --placement same-cpu\n"
			    "  not verified: there was no time for six fresh "
			    "rounds\n");
	tuning.verified = VERIFIED_WITHDRAWN;
	tuning.verified_ratio = (struct estimate){1, 0.8, 1.25, 6};
	rows[3].role = ROLE_WITHDRAWN;
	assert_string_equal(report_of(&results),
			    TABLE "  32                       2 GB/s\n"
				  "some, 4K bytes, same-cpu: leave it: fresh rounds did "
				  "not confirm buffer 32\n"
				  "  withdrawn: +0% bandwidth [-20%, +25%] in 6 fresh "
				  "rounds\n");
}

/* What print_check() prints. */
static const char *check_of(const struct ipc_case *c)
{
	static char text[400];
	FILE *to = fmemopen(text, sizeof(text), "w");

	assert_non_null(to);
	print_check(to, c);
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
	print_how(to, &knob, 42);
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
		cmocka_unit_test(test_report),
		cmocka_unit_test(test_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
