/* SPDX-License-Identifier: MIT */
/*
 * The arms of ab.
 */
#include <math.h>

#include "golden.h"
#include "output/report.h"

enum { ARMS_MAX = 5 };

static struct options options;
static struct ipc_case cases[ARMS_MAX];
static struct summary summaries[ARMS_MAX];
static size_t count;

static struct summary *add(const char *arm, enum pattern pattern, double ns, double ratio)
{
	options.arguments[count] = arm;
	cases[count] = golden_case(&golden_pipe, pattern, 64);
	summaries[count] = golden_summary(&cases[count], ns, ratio);
	return &summaries[count++];
}

static void show(void)
{
	struct group group = {0, count, 0};
	const struct plan plan = {cases, count, &group, 1};

	report_arms(stdout, &options, &plan, summaries);
	count = 0;
	options.with = NULL;
}

/* A ratio of times with the interval's ends. */
static void ratio_is(struct summary *s, double value, double low, double high)
{
	s->ratio.hl = s->ratio.median = (struct estimate){value, low, high, 10};
}

static void verdicts(void)
{
	struct summary *s;

	scene("each verdict");
	add("pipe", ROUND_TRIP, 1870, 1);
	ratio_is(add("pipe --buffer 1M", ROUND_TRIP, 1870, 1.0008), 1.0008, 0.998, 1.004);
	ratio_is(add("fifo", ROUND_TRIP, 1944, 1.04), 1.04, 1.038, 1.047);
	ratio_is(add("shm-futex", ROUND_TRIP, 1610, 0.87), 0.87, 0.85, 0.91);
	s = add("unix-stream --directory /a/name/that/is/long", STREAM, 1880, 1.005);
	ratio_is(s, 1.005, 0.95, 1.06);
	s->ratio.asymmetric = true;
	s->ratio.median = (struct estimate){1.03, 0.97, 1.09, 10};
	show();

	scene("two verdicts, corrected for their number");
	add("pipe", ROUND_TRIP, 1870, 1)->confidence = 0.975;
	s = add("fifo", ROUND_TRIP, 1944, 1.04);
	s->confidence = 0.975;
	s = add("tcp", ROUND_TRIP, 3740, 2);
	*s = summary_of_one_round(*s);
	s->confidence = 0.975;
	show();

	scene("of another program");
	options.with = "../other/ipcbench";
	add("pipe", STREAM, 270, 1);
	ratio_is(add("pipe", STREAM, 268, 0.99), 0.99, 0.982, 0.999);
	options.arguments[1] = "pipe";
	show();
}

static void no_verdict(void)
{
	struct summary *s;

	scene("one round");
	s = add("pipe", ROUND_TRIP, 1870, 1);
	*s = summary_of_one_round(*s);
	s = add("fifo", ROUND_TRIP, 1940, 1.04);
	*s = summary_of_one_round(*s);
	show();

	scene("CPUs that moved");
	s = add("pipe", ROUND_TRIP, 1870, 1);
	*s = summary_moved(*s);
	s = add("fifo", ROUND_TRIP, 1940, 1.04);
	*s = summary_moved(*s);
	show();

	scene("CPUs that moved, which made another ratio");
	add("pipe", ROUND_TRIP, 1870, 1);
	s = add("fifo", ROUND_TRIP, 1940, 1.04);
	*s = summary_moved(*s);
	s->regimes.ratios_differ = true;
	s->regimes.of[FAR].ratio.hl = estimate_without_interval(0.8);
	show();

	scene("an arm is skipped, one has failed");
	add("pipe", ROUND_TRIP, 1870, 1);
	s = add("posix-mq --size 32M", ROUND_TRIP, 1, 1);
	*s = summary_without_figures(*s, STATUS_SKIPPED, "message-too-large");
	s = add("tcp", ROUND_TRIP, 1, 1);
	*s = summary_without_figures(*s, STATUS_FAILED, "server-died");
	show();

	scene("the first arm has failed: there is nothing to compare with");
	s = add("tcp", ROUND_TRIP, 1, 1);
	*s = summary_without_figures(*s, STATUS_FAILED, "server-died");
	add("pipe", ROUND_TRIP, 1870, NAN);
	show();

	scene("paced, one saturated");
	add("pipe", PACED, 5200, 1);
	s = add("tcp", PACED, 1, NAN);
	*s = summary_without_figures(*s, STATUS_OK, "none");
	s->saturated = true;
	s->delivered_per_s = estimate_of(8123.4, 0.01);
	show();

	scene("no slice had a time");
	s = add("pipe", ROUND_TRIP, 1, 1);
	*s = summary_without_figures(*s, STATUS_OK, "none");
	show();

	scene("interrupted before the second arm had a trial");
	add("pipe", ROUND_TRIP, 1870, 1);
	s = add("fifo", ROUND_TRIP, 1, 1);
	*s = (struct summary){0};
	show();
}

void golden_arms(void)
{
	verdicts();
	no_verdict();
}
