/* SPDX-License-Identifier: MIT */
/* What the plan makes of options: cases, groups, references and reasons to skip. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <string.h>

#include "job.h"
#include "plan/plan.h"
#include "registry.h"

static struct topology_cpu cpus[] = {{0, 0, 0, 0}, {1, 1, 0, 0}};
static const struct topology two = {cpus, 2};
static const struct topology one = {cpus, 1};

static char message[MESSAGE_SIZE];

/* The plan of a command line. */
static struct plan planned(const struct topology *top, const char *const *argv)
{
	struct options o;
	struct plan plan;
	int argc = 0;

	while (argv[argc])
		argc++;
	assert_int_equal(options_parse(argc, (char **)argv, &o, message), 0);
	if (o.command == COMMAND_AB)
		assert_int_equal(plan_make_arms(&o, top, &plan, message), 0);
	else
		assert_int_equal(plan_make(&o, top, &plan, message), 0);
	return plan;
}

#define PLAN(top, ...) planned(top, (const char *const[]){"ipcbench", __VA_ARGS__, NULL})

static void refused(const char *command, const char *arm, const char *other)
{
	const char *const argv[] = {"ipcbench", command, arm, other, NULL};
	struct options o;
	struct plan plan = {0};
	int r = options_parse(4, (char **)argv, &o, message);

	if (r == 0)
		r = o.command == COMMAND_AB ? plan_make_arms(&o, &two, &plan, message)
					    : plan_make(&o, &two, &plan, message);
	plan_free(&plan);
	assert_int_equal(r, -EINVAL);
	assert_true(message[0]);
	assert_null(strchr(message, '\n'));
}

static void test_names(void **state)
{
	struct plan plan = PLAN(&two, "run", "pipe", "--size", "64", "--placement",
				"same-cpu", "--pattern", "stream");

	(void)state;
	assert_int_equal(plan.case_count, 1);
	assert_string_equal(plan.cases[0].mechanism->name, "pipe");
	plan_free(&plan);

	plan = PLAN(&two, "run", "family:pipe", "--size", "64", "--placement", "same-cpu",
		    "--pattern", "stream");
	assert_true(plan.case_count >= 2);
	for (size_t i = 0; i < plan.case_count; i++)
		assert_string_equal(plan.cases[i].mechanism->family, "pipe");
	plan_free(&plan);

	plan = PLAN(&two, "run", "--size", "64", "--placement", "same-cpu", "--pattern",
		    "stream");
	assert_int_equal(plan.case_count, mechanism_count);
	plan_free(&plan);
	refused("run", "pipe", "nothing");
	refused("run", "--variant", "nothing");
	refused("run", "--reference", "nothing");
}

static void test_groups(void **state)
{
	struct plan plan = PLAN(&two, "run", "null", "tcp", "pipe", "--size", "4K,64",
				"--placement", "same-cpu,any", "--pattern", "round-trip");

	(void)state;
	assert_int_equal(plan.group_count, 4);

	/* The token is with the smallest size, and pipe is the reference. */
	for (size_t g = 0; g < plan.group_count; g++) {
		const struct group *group = &plan.groups[g];
		const bool smallest = g % 2 == 0;
		const struct ipc_case *reference = &plan.cases[group->reference];

		assert_int_equal(group->count, smallest ? 3 : 2);
		assert_string_equal(reference->mechanism->name, "pipe");
		assert_int_equal(reference->size, smallest ? 64 : 4096);
		assert_in_range(group->reference, group->first,
				group->first + group->count - 1);
	}
	assert_int_equal(plan.cases[0].size, 0);
	assert_int_equal(plan.cases[0].cpu[CLIENT], 1);
	assert_int_equal(plan.cases[0].supervisor_cpu, 1);
	plan_free(&plan);

	plan = PLAN(&two, "run", "tcp", "pipe", "--size", "64", "--placement", "same-cpu",
		    "--exclusive");
	assert_int_equal(plan.group_count, 4);
	plan_free(&plan);
}

/* Tune has sizes of its own, each as a round trip and as a stream, on two CPUs if there
 * are two. */
static void test_tune(void **state)
{
	struct plan plan = PLAN(&two, "tune", "pipe");

	(void)state;
	assert_int_equal(plan.group_count, 6);
	assert_int_equal(plan.cases[0].pattern, ROUND_TRIP);
	assert_int_equal(plan.cases[0].size, 4096);
	assert_int_equal(plan.cases[5].pattern, STREAM);
	assert_int_equal(plan.cases[5].size, 1048576);
	assert_int_equal(plan.cases[0].placement, SAME_CACHE);
	plan_free(&plan);
	plan = PLAN(&one, "tune", "pipe");
	assert_int_equal(plan.group_count, 6);
	assert_int_equal(plan.cases[0].placement, SAME_CPU);
	plan_free(&plan);
}

static void test_default_wait(void **state)
{
	struct plan plan = PLAN(&one, "run", "file-poll", "pipe", "--size", "64",
				"--placement", "same-cpu", "--pattern", "stream");

	(void)state;
	for (size_t i = 0; i < mechanism_count; i++)
		assert_true(mechanisms[i]->waits &
			    WAITS(case_default_wait(mechanisms[i])));

	/* A mechanism may name its own, which need not be the lowest. */
	assert_int_equal(plan.cases[0].wait, WAIT_YIELD);
	assert_int_equal(plan.cases[1].wait, WAIT_BLOCK);
	assert_null(plan.cases[0].skip);
	plan_free(&plan);
}

static void test_skips(void **state)
{
	struct plan plan = PLAN(&two, "run", "shm-spin", "--size", "64", "--placement",
				"same-cpu,same-cache,smt", "--pattern", "stream");

	(void)state;
	assert_string_equal(plan.cases[0].skip, "polls-on-one-cpu");
	assert_null(plan.cases[1].skip);
	assert_string_equal(plan.cases[2].skip, "no-smt-sibling-allowed");
	plan_free(&plan);

	plan = PLAN(&two, "run", "shm-hybrid", "--size", "64", "--placement",
		    "same-cpu,same-cache", "--pattern", "stream");
	assert_string_equal(plan.cases[0].skip, "polls-on-one-cpu");
	assert_null(plan.cases[1].skip);
	plan_free(&plan);

	plan = PLAN(&one, "run", "shm-spin", "--size", "64", "--placement", "any",
		    "--pattern", "stream");
	assert_string_equal(plan.cases[0].skip, "polls-on-one-cpu");
	plan_free(&plan);

	plan = PLAN(&two, "run", "signal-queue", "--size", "8", "--placement", "same-cpu",
		    "--pattern", "stream", "--wait", "block,hybrid");
	assert_null(plan.cases[0].skip);
	assert_string_equal(plan.cases[1].skip, "cannot-wait-so");
	plan_free(&plan);

	/* A yardstick is a token there and back, or bytes one way. */
	plan = PLAN(&two, "run", "null", "memcpy", "--size", "64", "--placement",
		    "same-cpu", "--pattern", "round-trip,stream");
	assert_int_equal(plan.case_count, 4);
	assert_null(plan.cases[0].skip);
	assert_string_equal(plan.cases[1].skip, "one-way-only");
	assert_string_equal(plan.cases[2].skip, "moves-nothing");
	assert_null(plan.cases[3].skip);
	plan_free(&plan);
}

static void test_rates(void **state)
{
	struct plan plan =
		PLAN(&two, "run", "pipe", "null", "udp", "--size", "64", "--placement",
		     "same-cpu", "--pattern", "paced,stream", "--rate", "500,2K");

	(void)state;
	/* A group for each rate, and the stream, which has none. */
	assert_int_equal(plan.group_count, 3);
	assert_int_equal(plan.cases[plan.groups[0].reference].rate, 500);
	assert_int_equal(plan.cases[plan.groups[1].reference].rate, 2000);
	assert_int_equal(plan.cases[plan.groups[2].reference].rate, 0);
	for (size_t i = 0; i < 3; i++) {
		const char *name = plan.cases[i].mechanism->name;

		if (strcmp(name, "pipe") == 0)
			assert_null(plan.cases[i].skip);
		else
			assert_string_equal(plan.cases[i].skip,
					    strcmp(name, "udp") == 0 ? "may-lose-messages"
								     : "moves-nothing");
	}
	plan_free(&plan);

	plan = PLAN(&two, "run", "pipe", "--size", "64", "--placement", "same-cpu",
		    "--pattern", "paced");
	assert_int_equal(plan.group_count, 2);
	assert_int_equal(plan.cases[1].rate, 10000);
	plan_free(&plan);

	plan = PLAN(&two, "ab", "pipe", "fifo", "--pattern", "paced", "--rate", "2K");
	assert_int_equal(plan.case_count, 2);
	assert_int_equal(plan.cases[1].rate, 2000);
	plan_free(&plan);
}

/* A case with a setting that its mechanism lacks is skipped; the values of several
 * settings are combined. */
static void test_settings(void **state)
{
	struct plan plan = PLAN(&two, "run", "pipe,eventfd", "--size", "64K",
				"--placement", "same-cpu", "--pattern", "stream",
				"--buffer", "4K,64K", "--chunk", "1K,2K");

	(void)state;
	assert_int_equal(plan.case_count, 8);
	assert_null(plan.cases[0].skip);
	assert_int_equal(plan.cases[1].asked[SET_BUFFER], 4096);
	assert_int_equal(plan.cases[1].asked[SET_CHUNK], 2048);
	assert_int_equal(plan.cases[2].asked[SET_BUFFER], 65536);
	assert_string_equal(plan.cases[4].mechanism->name, "eventfd");
	assert_string_equal(plan.cases[4].skip, "no-such-setting");
	plan_free(&plan);
}

static void test_arms(void **state)
{
	struct plan plan = PLAN(&two, "ab", "pipe", " pipe  --buffer 1M",
				"fifo --size 4K", "--size", "64", "--pattern", "stream");

	(void)state;
	assert_int_equal(plan.group_count, 1);
	assert_int_equal(plan.case_count, 3);
	assert_int_equal(plan.groups[0].reference, 0);
	assert_int_equal(plan.cases[0].asked[SET_BUFFER], 0);
	assert_int_equal(plan.cases[1].asked[SET_BUFFER], 1 << 20);
	assert_int_equal(plan.cases[1].size, 64);
	assert_int_equal(plan.cases[2].size, 4096);
	assert_int_equal(plan.cases[2].pattern, STREAM);
	for (size_t i = 0; i < plan.case_count; i++)
		assert_int_equal(plan.cases[i].arm, i + 1);
	plan_free(&plan);

	plan = PLAN(&two, "ab", "pipe", "fifo", "--size", "64,4K");
	assert_int_equal(plan.group_count, 2);
	assert_int_equal(plan.cases[plan.groups[1].reference].size, 4096);
	plan_free(&plan);

	refused("ab", "pipe", "--size");
	refused("ab", "pipe", "nothing");
	refused("ab", "pipe", "pipe,fifo");
	refused("ab", "pipe", "pipe --buffer 4K,8K");
	refused("ab", "pipe", "pipe --size 4K,8K");
	refused("ab", "pipe", "pipe --rounds 3");
	refused("ab", "pipe", "pipe --placement same-cache");
	refused("ab", "pipe --placement any", "pipe");
	refused("ab", "pipe", "");
}

/* What matters most comes first: small round trips, then usual streams. */
static void test_rank(void **state)
{
	static const size_t sizes[] = {8, 8, 65536, 65536, 8, 8, 4096};
	struct plan plan = PLAN(&two, "run", "pipe", "--quick");
	size_t order[64];

	(void)state;
	assert_int_equal(plan_rank(&plan, order), 0);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		const struct ipc_case *c = &plan.cases[plan.groups[order[i]].first];

		assert_int_equal(c->size, sizes[i]);
		assert_int_equal(c->pattern, i < 2 || i == 6 ? ROUND_TRIP : STREAM);
	}
	plan_free(&plan);
}

static void test_trust(void **state)
{
	const char *const argv[] = {"ipcbench", "trust", "pipe", "tcp", NULL};
	struct options o;
	struct plan plan;

	(void)state;
	assert_int_equal(options_parse(4, (char **)argv, &o, message), 0);
	assert_int_equal(plan_make_trust(&o, &two, &plan, message), 0);
	assert_int_equal(plan.group_count, 2);
	for (size_t i = 0; i < plan.case_count; i++) {
		assert_string_equal(plan.cases[i].mechanism->name,
				    i < 3 ? "pipe" : "tcp");
		assert_true((plan.cases[i].planted > 0) == (i % 3 == 2));
	}
	plan_free(&plan);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names), cmocka_unit_test(test_groups),
		cmocka_unit_test(test_tune),  cmocka_unit_test(test_default_wait),
		cmocka_unit_test(test_skips), cmocka_unit_test(test_arms),
		cmocka_unit_test(test_trust), cmocka_unit_test(test_rank),
		cmocka_unit_test(test_rates), cmocka_unit_test(test_settings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
