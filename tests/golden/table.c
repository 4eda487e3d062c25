/* SPDX-License-Identifier: MIT */
/*
 * The table of a run.
 */
#include <math.h>

#include "golden.h"
#include "output/report.h"

enum { CASES_MAX = 8 };

static struct ipc_case cases[CASES_MAX];
static struct summary summaries[CASES_MAX];
static size_t count;

/* Adds a case to the next table. */
static struct summary *add(const struct mechanism *m, enum pattern pattern, size_t size,
			   double ns, double ratio)
{
	cases[count] = golden_case(m, pattern, size);
	summaries[count] = golden_summary(&cases[count], ns, ratio);
	return &summaries[count++];
}

/* Prints the cases added as groups of equal size, each with its first as the reference.
 */
static void show(size_t group_count)
{
	struct group groups[CASES_MAX];
	const struct plan plan = {cases, count, groups, group_count};

	for (size_t i = 0; i < group_count; i++) {
		const size_t first = i * count / group_count;

		groups[i] = (struct group){first, count / group_count, first};
	}
	report_table(stdout, &plan, summaries);
	count = 0;
}

static void round_trips(void)
{
	struct summary *s;

	scene("round trips, the fastest first, and what was not measured");
	add(&golden_pipe, ROUND_TRIP, 64, 1870, 1);
	add(&golden_yield, ROUND_TRIP, 64, 1170, 0.63);
	add(&golden_token, ROUND_TRIP, 0, 1770, 0.95);
	s = add(&golden_socket, ROUND_TRIP, 64, 153000, 81);
	cases[3].variant = golden_socket.variants[1];
	cases[3].asked[SET_BUFFER] = 1 << 20;
	s->helper = "kernel-worker";
	s = add(&golden_pipe, ROUND_TRIP, 64, 600, 0.32);
	cases[4].wait = WAIT_SPIN;
	cases[4].asked[SET_SPIN] = 20000;
	cases[4].asked[SET_DEPTH] = 16;
	s = add(&golden_lossy, ROUND_TRIP, 64, 3340, 1.79);
	s->lost = 12345;
	s->reordered = 7;
	s = add(&golden_socket, ROUND_TRIP, 64, 1, 1);
	*s = summary_without_figures(*s, STATUS_SKIPPED, "path-too-long:sun_path");
	s = add(&golden_lossy, ROUND_TRIP, 64, 1, 1);
	*s = summary_without_figures(*s, STATUS_FAILED, "wrong-bytes");
	show(1);
}

static void streams(void)
{
	scene("streams at two sizes, across CPUs");
	for (size_t size = 64; size <= 65536; size *= 1024) {
		add(&golden_pipe, STREAM, size, 300 + (double)size / 8, 1);
		add(&golden_yield, STREAM, size, 20 + (double)size / 22, 0.4);
	}
	for (size_t i = 0; i < count; i++) {
		cases[i].placement = SAME_CACHE;
		cases[i].cpu[SERVER] = 0;
		cases[i].touch = TOUCH_NONE;
	}
	show(2);
}

static void paced(void)
{
	struct summary *s;

	scene("paced messages, of which one is saturated");
	add(&golden_pipe, PACED, 64, 5200, NAN);
	s = add(&golden_socket, PACED, 64, 1, NAN);
	*s = summary_without_figures(*s, STATUS_OK, "none");
	s->saturated = true;
	s->delivered_per_s = estimate_of(8123.4, 0.01);
	show(1);
}

static void few_figures(void)
{
	struct summary *s;

	scene("one round: no intervals");
	s = add(&golden_pipe, ROUND_TRIP, 64, 1870, 1);
	*s = summary_of_one_round(*s);
	s = add(&golden_yield, ROUND_TRIP, 64, 1170, 0.63);
	*s = summary_of_one_round(*s);
	show(1);

	scene("four rounds, two quick and two slow; intervals that are wide");
	s = add(&golden_pipe, ROUND_TRIP, 64, 1870, 1);
	s->p50 = estimate_of(1870, 0.125);
	s = add(&golden_socket, ROUND_TRIP, 64, 34900, 18.6);
	s->p50 = estimate_without_interval(34900);
	s->modes = (struct modes){7100, 154000};
	show(1);

	scene("several messages to a sample: no p99");
	s = add(&golden_pipe, ROUND_TRIP, 64, 1870, 1);
	s->p90 = s->p99 = s->p999 = estimate_without_interval(NAN);
	show(1);

	scene("CPUs that moved");
	s = add(&golden_pipe, ROUND_TRIP, 64, 1870, 1);
	s = add(&golden_yield, ROUND_TRIP, 64, 400, 0.2);
	*s = summary_moved(*s);
	s = add(&golden_token, ROUND_TRIP, 0, 1770, 0.95);
	*s = summary_moved(*s);
	s->regimes.ratios_differ = true;
	show(1);

	scene("a server elsewhere, whose costs are not known, and no reference");
	s = add(&golden_socket, ROUND_TRIP, 64, 62000, NAN);
	s->cpu = estimate_without_interval(NAN);
	cases[0].placement = ELSEWHERE;
	cases[0].cpu[CLIENT] = cases[0].cpu[SERVER] = -1;
	show(1);

	scene("a time below what the clock can tell");
	s = add(&golden_pipe, ROUND_TRIP, 64, 0, 1);
	s = add(&golden_pipe, STREAM, 64, 0, NAN);
	s->bytes_per_s = estimate_without_interval(INFINITY);
	show(2);
}

static void nothing(void)
{
	struct summary *s;

	scene("nothing measured: the reference failed, the other was skipped");
	s = add(&golden_pipe, ROUND_TRIP, 64, 1, 1);
	*s = summary_without_figures(*s, STATUS_FAILED, "timed-out");
	s = add(&golden_yield, ROUND_TRIP, 64, 1, 1);
	*s = summary_without_figures(*s, STATUS_SKIPPED, "polls-on-one-cpu");
	show(1);

	scene("interrupted before the second case had a trial");
	add(&golden_pipe, ROUND_TRIP, 64, 1870, 1);
	s = add(&golden_yield, ROUND_TRIP, 64, 1, 1);
	*s = (struct summary){0};
	show(1);
}

void golden_table(void)
{
	round_trips();
	streams();
	paced();
	few_figures();
	nothing();
}
