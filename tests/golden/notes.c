/* SPDX-License-Identifier: MIT */
/*
 * What is said beside the table: the plan, what lacks precision, and what failed.
 */
#include <errno.h>
#include <math.h>

#include "figures/trial.h"
#include "golden.h"
#include "output/report.h"

static void plan_of_three(void)
{
	struct ipc_case cases[] = {
		golden_case(&golden_pipe, ROUND_TRIP, 64),
		golden_case(&golden_yield, ROUND_TRIP, 64),
		golden_case(&golden_socket, STREAM, 65536),
	};
	struct group groups[] = {{0, 2, 0}, {2, 1, 2}};
	const struct plan plan = {cases, 3, groups, 2};

	cases[1].skip = "polls-on-one-cpu";
	scene("a plan");
	report_plan(stdout, &plan);
}

static void precision(void)
{
	const struct ipc_case c = golden_case(&golden_pipe, ROUND_TRIP, 64);
	const struct ipc_case paced = golden_case(&golden_pipe, PACED, 64);
	const struct summary good = golden_summary(&c, 1870, 1);
	const struct summary skipped =
		summary_without_figures(good, STATUS_SKIPPED, "not-here");
	struct summary wide = good, few = summary_moved(good);
	struct summary saturated = summary_without_figures(golden_summary(&paced, 1, NAN),
							   STATUS_OK, "none");

	wide.capped = true;
	saturated.saturated = true;
	saturated.delivered_per_s = estimate_of(8123.4, 0.01);

	scene("all cases are precise, skipped, or not begun: no note");
	report_precision(stdout, (struct summary[]){good, skipped, {0}}, 3);
	scene("one of three is less precise than asked for");
	report_precision(stdout, (struct summary[]){good, wide, skipped}, 3);
	scene("one of two has too few rounds");
	report_precision(stdout, (struct summary[]){good, summary_of_one_round(good)}, 2);
	scene("a saturated one has no interval however many rounds there are");
	report_precision(stdout, (struct summary[]){good, saturated}, 2);
	scene("the CPUs moved");
	report_precision(stdout, (struct summary[]){good, summary_moved(good)}, 2);
	scene("the CPUs moved, and neither regime was seen in six rounds");
	few.regimes.of[NEAR].time = few.regimes.of[FAR].time;
	report_precision(stdout, (struct summary[]){good, few}, 2);
}

static void failures(void)
{
	const struct ipc_case c = golden_case(&golden_lossy, STREAM, 4096);
	const struct trial wrong = {
		.c = &c,
		.status = STATUS_FAILED,
		.failure = {.error = -EBADMSG,
			    .process = "server",
			    .wrong = {.number = 17, .offset = 3}},
	};
	const struct trial dead = {
		.c = &c,
		.status = STATUS_FAILED,
		.failure = {.error = -ECHILD, .process = "client"},
	};

	scene("trials that failed");
	report_failure(stdout, &wrong);
	report_failure(stdout, &dead);
}

static void warnings(void)
{
	const struct influences all = {
		.at = {{"virtual", STANDING_AMISS, "a virtual machine", "waking is slow",
			BASIS_DOCUMENTED, "echo 1 >here"},
		       {"noted", STANDING_NOTED, "slow timers", "not a warning",
			BASIS_MEASURED, ""},
		       {"other", STANDING_AMISS, "other work", "takes turns on the CPUs",
			BASIS_LIKELY, ""}},
		.count = 3,
	};

	scene("warnings about the machine");
	report_warnings(stdout, &all);
}

void golden_notes(void)
{
	plan_of_three();
	precision();
	failures();
	warnings();
}
