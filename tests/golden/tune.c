/* SPDX-License-Identifier: MIT */
/*
 * What tune found, and advises.
 */
#include <math.h>
#include <stdio.h>

#include "golden.h"
#include "tune/report.h"

enum { ROWS_MAX = 8, TUNINGS_MAX = 4 };

static struct tune_row rows[TUNINGS_MAX][ROWS_MAX];
static struct tuning tunings[TUNINGS_MAX];
static struct tune_results results = {tunings, 0};

/* Begins a tuning of a pipe at a size. */
static struct tuning *add_tuning(enum goal goal, size_t size)
{
	const enum pattern pattern = goal == GOAL_BANDWIDTH ? STREAM : ROUND_TRIP;
	struct tuning *t = &tunings[results.count++];

	*t = (struct tuning){
		.c = golden_case(&golden_pipe, pattern, size),
		.goal = goal,
		.ratio = estimate_without_interval(NAN),
		.verified_ratio = estimate_without_interval(NAN),
	};
	return t;
}

/* The tuning's one knob, whose rows come next. */
static struct knob_result *add_knob(struct tuning *t, const struct knob *knob)
{
	t->knobs[0] = (struct knob_result){
		.knob = knob,
		.rows = rows[t - tunings],
		.advice.has_effect = true,
	};
	t->knob_count = 1;
	return &t->knobs[0];
}

static struct tune_row *add_row(struct tuning *t, enum tune_role role, size_t value,
				double ns, double ratio)
{
	struct knob_result *knob = &t->knobs[0];
	struct tune_row *row = &knob->rows[knob->count++];
	const struct estimate none = estimate_without_interval(NAN);
	const bool stream = t->c.pattern == STREAM;

	*row = (struct tune_row){
		.c = t->c,
		.goal = t->goal,
		.setting = knob->knob->setting,
		.role = role,
		.value = value,
		.granted = value ? value : 65536,
		.ratio = estimate_of(ratio, 0.01),
		.standing = role == ROLE_BAD ? VALUE_DROPPED : VALUE_GOOD,
	};
	if (role == ROLE_BAD)
		row->ratio = (struct estimate){ratio, NAN, NAN, 3};
	row->c.asked[knob->knob->setting] = value;
	row->summary = golden_summary(&row->c, ns, ratio);
	row->summary.granted[SET_BUFFER] = row->granted;
	row->bytes_per_s = stream ? row->summary.bytes_per_s : none;
	row->rtt_p50 = stream ? none : row->summary.p50;
	return row;
}

/* Adds the buffers of a pipe, of which 256K seems the best. */
static struct tuning *add_buffers(enum goal goal, size_t size)
{
	struct tuning *t = add_tuning(goal, size);

	add_knob(t, &golden_pipe.knobs[0]);
	add_row(t, ROLE_DEFAULT, 0, 80000, 1);
	add_row(t, ROLE_BAD, 4096, 160000, 2);
	add_row(t, ROLE_CANDIDATE, 65536, 80100, 1.001);
	t->best = add_row(t, ROLE_CANDIDATE, 262144, 17600, 0.22);
	t->ratio = estimate_of(0.22, 0.03);
	add_row(t, ROLE_CANDIDATE, 1048576, 17500, 0.219);
	return t;
}

/* Applies a change to what was measured of each value. */
static void change_rows(struct tuning *t, struct summary (*change)(struct summary s))
{
	for (size_t i = 0; i < t->knobs[0].count; i++)
		t->knobs[0].rows[i].summary = change(t->knobs[0].rows[i].summary);
}

static void show(void)
{
	report_tune(stdout, &results);
	results.count = 0;
}

static void advice(void)
{
	struct tuning *t;

	scene("advice, confirmed, where a larger value is not allowed");
	t = add_buffers(GOAL_BANDWIDTH, 65536);
	t->knobs[0].at_limit = true;
	t->best = &t->knobs[0].rows[4];
	tuning_mark(t, ROLE_ADVICE);
	t->verified = true;
	t->verified_ratio = estimate_of(0.225, 0.04);
	show();

	scene("advice for latency");
	tuning_mark(add_buffers(GOAL_LATENCY, 4096), ROLE_ADVICE);
	show();
	scene("advice for CPU time");
	tuning_mark(add_buffers(GOAL_CPU, 4096), ROLE_ADVICE);
	show();
	scene("advice for both patterns");
	tuning_mark(add_buffers(GOAL_BALANCED, 4096), ROLE_ADVICE);
	show();

	scene("three sizes, of which one was skipped");
	tuning_mark(add_buffers(GOAL_BANDWIDTH, 4096), ROLE_ADVICE);
	tuning_mark(add_buffers(GOAL_BANDWIDTH, 65536), ROLE_ADVICE);
	t = add_tuning(GOAL_BANDWIDTH, 32 << 20);
	snprintf(t->reason, sizeof(t->reason), "message-too-large:somewhere");
	show();

	scene("finalists that are not decided, and a candidate that was dropped");
	t = add_buffers(GOAL_BANDWIDTH, 65536);
	tuning_mark(t, ROLE_ADVICE);
	for (size_t i = 2; i < 5; i++)
		t->finalists[t->finalist_count++] = &t->knobs[0].rows[i];
	t->knobs[0].rows[2].standing = VALUE_DROPPED;
	t->knobs[0].rows[2].ratio.units = 12;
	t->knobs[0].rows[3].standing = VALUE_UNDECIDED;
	t->knobs[0].rows[4].standing = VALUE_UNDECIDED;
	show();

	scene("no time to verify");
	t = add_buffers(GOAL_BANDWIDTH, 65536);
	tuning_mark(t, ROLE_ADVICE);
	t->verified = true;
	show();
}

static void leave(void)
{
	struct knob_result *knob;
	struct tuning *t;

	scene("nothing makes a difference, not even the bad value");
	t = add_tuning(GOAL_BANDWIDTH, 65536);
	knob = add_knob(t, &golden_pipe.knobs[1]);
	t->best = add_row(t, ROLE_DEFAULT, 0, 80000, 1);
	add_row(t, ROLE_BAD, 4096, 80000, 1.002);
	add_row(t, ROLE_CANDIDATE, 16384, 79000, 0.99);
	knob->advice.flat = true;
	knob->advice.has_effect = false;
	t->ratio = estimate_of(1, 0);
	show();

	scene("a gain that is not certain");
	add_buffers(GOAL_BANDWIDTH, 65536)->ratio = estimate_of(0.96, 0.05);
	show();

	scene("withdrawn");
	t = add_buffers(GOAL_BANDWIDTH, 65536);
	t->verified = true;
	t->verified_ratio = estimate_of(0.99, 0.05);
	tuning_mark(t, ROLE_WITHDRAWN);
	show();
}

static struct summary without_costs(struct summary s)
{
	s.medians.costs.cpu_ns[SERVER] = NAN;
	return s;
}

static void fail(struct tune_row *row)
{
	row->summary =
		summary_without_figures(row->summary, STATUS_FAILED, "client-died");
	row->bytes_per_s = estimate_without_interval(NAN);
	row->standing = VALUE_NONE;
}

static void few_figures(void)
{
	struct tuning *t;

	scene("one round: no intervals");
	t = add_buffers(GOAL_BANDWIDTH, 65536);
	tuning_mark(t, ROLE_ADVICE);
	t->ratio = estimate_without_interval(0.22);
	change_rows(t, summary_of_one_round);
	show();

	scene("a cost that is not known");
	t = add_buffers(GOAL_CPU, 4096);
	tuning_mark(t, ROLE_ADVICE);
	change_rows(t, without_costs);
	show();

	scene("no final round: the gain is unknown");
	add_buffers(GOAL_BANDWIDTH, 65536)->ratio = estimate_without_interval(NAN);
	show();

	scene("the bad value and all others but the default have failed");
	t = add_tuning(GOAL_BANDWIDTH, 65536);
	add_knob(t, &golden_pipe.knobs[0]);
	t->best = add_row(t, ROLE_DEFAULT, 0, 80000, 1);
	fail(add_row(t, ROLE_BAD, 4096, 1, NAN));
	fail(add_row(t, ROLE_CANDIDATE, 262144, 1, NAN));
	show();

	scene("nothing could be measured");
	t = add_tuning(GOAL_BANDWIDTH, 32 << 20);
	snprintf(t->reason, sizeof(t->reason), "message-too-large:somewhere");
	show();

	scene("interrupted before anything was measured");
	add_tuning(GOAL_LATENCY, 64);
	show();
}

void golden_tune(void)
{
	advice();
	leave();
	few_figures();
}
