/* SPDX-License-Identifier: MIT */
#include "tune/experiment.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "machine/sysfile.h"

#define ROUNDS_SHORT 3
#define ROUNDS_ENOUGH 8
#define SETTLE_MS 100

/* The first rounds, which only find what is far off, have few and short slices.  Later
 * ones have few slices, too, where there would otherwise not be time for enough rounds.
 */
static const struct thoroughness how_short = {
	.settle_ms = SETTLE_MS, .sweeps = 4, .stretch = 0.25, .same_batch = true};
static const struct thoroughness how_few = {
	.settle_ms = SETTLE_MS, .sweeps = 4, .stretch = 1, .same_batch = true};
static const struct thoroughness how_many = {
	.settle_ms = SETTLE_MS, .sweeps = 16, .stretch = 1, .same_batch = true};

/* What an arm takes beside its slices: its processes are made and calibrated. */
#define ARM_NS 15e6
#define ARM_SLICES 3

/* Whether the goal is about a pattern. */
static bool is_measured(const struct experiment *e, enum pattern pattern)
{
	return pattern == e->task->c.pattern ||
	       (pattern == ROUND_TRIP && e->task->goal == GOAL_BALANCED);
}

/* The sysctl as a number; 0 if there is none, or it cannot be read. */
static size_t limit_read(const struct knob *knob)
{
	char path[96];
	long long value;

	if (!knob->limit)
		return 0;
	snprintf(path, sizeof(path), "%s", knob->limit);
	for (char *at = path; *at; at++)
		if (*at == '.')
			*at = '/';
	return sysfile_number(&value, "/proc/sys/%s", path) == 0 && value > 0
		       ? (size_t)value
		       : 0;
}

size_t experiment_values(const struct knob *knob, size_t size,
			 size_t values[static TUNE_ARMS_MAX])
{
	return tune_values(knob, size, limit_read(knob), values);
}

/* Gives the last arm its case at each pattern. */
static void experiment_make_cases(struct experiment *e,
				  const size_t settings[static SETTING_COUNT])
{
	const size_t arm = e->search.count - 1;

	for (enum pattern p = ROUND_TRIP; p < PATTERN_COUNT; p++) {
		struct ipc_case *c = &e->cases[p][arm];

		*c = e->task->c;
		c->pattern = p;
		memcpy(c->asked, settings, sizeof(c->asked));
	}
}

void experiment_begin(struct experiment *e, const struct tune_task *task,
		      unsigned rounds_enough, unsigned rounds_max)
{
	static const size_t none[SETTING_COUNT];

	memset(e, 0, sizeof(*e));
	e->task = task;
	e->rounds_enough = rounds_enough;
	e->rounds_max = rounds_max;
	tune_begin(&e->search);
	experiment_make_cases(e, none);
}

void experiment_add(struct experiment *e, enum tune_role role,
		    const size_t settings[static SETTING_COUNT])
{
	tune_add_arm(&e->search, role, e->knob ? settings[e->knob->setting] : 0);
	experiment_make_cases(e, settings);
}

void experiment_begin_knob(struct experiment *e, const struct tune_task *task,
			   const struct knob *knob,
			   const size_t settings[static SETTING_COUNT])
{
	size_t values[TUNE_ARMS_MAX], asked[SETTING_COUNT];
	const size_t count = experiment_values(knob, task->c.size, values);

	experiment_begin(e, task, ROUNDS_ENOUGH, TUNE_ROUNDS_MAX);
	e->knob = knob;
	e->rounds_short = ROUNDS_SHORT;
	if (settings_any(settings))
		experiment_add(e, ROLE_DEFAULT, settings);
	memcpy(asked, settings, sizeof(asked));
	asked[knob->setting] = knob->bad;
	experiment_add(e, ROLE_BAD, asked);
	for (size_t i = 0; i < count; i++) {
		asked[knob->setting] = values[i];
		experiment_add(e, ROLE_CANDIDATE, asked);
	}
}

/* ---- measuring ---- */

/* Measures the chosen arms at one pattern, for one round. */
static int experiment_measure_pattern(struct experiment *e, struct run *run,
				      enum pattern p, const size_t *chosen, size_t count)
{
	struct trial trials[TUNE_ALIVE_MAX];
	uint32_t batch[TUNE_ALIVE_MAX] = {0};
	int r;

	for (size_t i = 0; i < count; i++) {
		trial_init(&trials[i], &e->cases[p][chosen[i]]);
		batch[i] = e->batch[p][chosen[i]];
	}
	r = round_run(&run->round, trials, count, batch);
	if (r < 0)
		return r;
	r = run_deliver(run, trials, count);
	for (size_t i = 0; i < count; i++) {
		struct trial *t = &trials[i];

		e->batch[p][chosen[i]] = batch[i];
		if (t->slice_count > 0)
			e->slice_ns[p][chosen[i]] =
				(double)t->slices_ns / (double)t->slice_count;
		t->sample_count = 0; /* slices are enough from here on */
		e->trials[p][chosen[i]] = *t;
	}
	return r;
}

/* Adds the trials of a complete round to the histories. */
static int experiment_keep(struct experiment *e)
{
	int r = 0;

	for (enum pattern p = ROUND_TRIP; p < PATTERN_COUNT; p++)
		for (size_t arm = 0; arm < e->search.count && r == 0; arm++)
			if (e->trials[p][arm].c)
				r = history_add(&e->histories[p][arm], &e->trials[p][arm],
						&e->trials[p][0]);
	return r;
}

static void experiment_forget(struct experiment *e)
{
	for (enum pattern p = ROUND_TRIP; p < PATTERN_COUNT; p++)
		for (size_t arm = 0; arm < e->search.count; arm++)
			trial_free(&e->trials[p][arm]);
	memset(e->trials, 0, sizeof(e->trials));
}

static double cpu_ns(const struct trial *t)
{
	const struct costs *costs = t->figures.costs;

	return costs[CLIENT].cpu_ns + costs[SERVER].cpu_ns;
}

/* The log ratio to the default in the latest round of what the goal is about: the mean
 * over the patterns. */
static double experiment_log_ratio(const struct experiment *e, size_t arm)
{
	double sum = 0;
	int n = 0;

	for (enum pattern p = ROUND_TRIP; p < PATTERN_COUNT; p++) {
		const struct trial *trials = e->trials[p];

		if (!is_measured(e, p))
			continue;
		if (!trials[arm].c || trials[arm].status != STATUS_OK ||
		    trials[0].status != STATUS_OK)
			return NAN;
		sum += e->task->goal == GOAL_CPU
			       ? log(cpu_ns(&trials[arm]) / cpu_ns(&trials[0]))
			       : trial_log_ratio(&trials[arm], &trials[0]);
		n++;
	}
	return isfinite(sum) ? sum / n : NAN;
}

/* How long a round will last. */
static double experiment_predict_ns(const struct experiment *e, const size_t *chosen,
				    size_t count, const struct thoroughness *how)
{
	const double longer = e->how ? how->stretch / e->how->stretch : 1;
	double ns = 0;

	for (enum pattern p = ROUND_TRIP; p < PATTERN_COUNT; p++) {
		const double slices =
			longer * (ARM_SLICES +
				  (p == STREAM ? (how->sweeps + 1) / 2 : how->sweeps));

		if (!is_measured(e, p))
			continue;
		ns += how->settle_ms * 1e6;
		for (size_t i = 0; i < count; i++)
			ns += ARM_NS + slices * e->slice_ns[p][chosen[i]];
	}
	return ns;
}

/* How thorough the next round may be: thorough if the rounds that are missing, at least
 * one, then still end in the time that is left.  NULL if there is no time for a round. */
static const struct thoroughness *experiment_how(const struct experiment *e,
						 double left_ns)
{
	const size_t rounds = e->search.rounds;
	const struct thoroughness *least =
		rounds < e->rounds_short ? &how_short : &how_few;
	size_t chosen[TUNE_ALIVE_MAX];
	const size_t count = tune_pick(&e->search, chosen);
	const double wanted =
		rounds < e->rounds_enough ? (double)(e->rounds_enough - rounds) : 1;

	if (experiment_predict_ns(e, chosen, count, least) > left_ns)
		return NULL;
	if (least == &how_short ||
	    wanted * experiment_predict_ns(e, chosen, count, &how_many) > left_ns)
		return least;
	return &how_many;
}

static int experiment_round(struct experiment *e, struct run *run,
			    const struct thoroughness *how)
{
	size_t chosen[TUNE_ALIVE_MAX];
	const size_t count = tune_pick(&e->search, chosen);
	double log_ratios[TUNE_ARMS_MAX];
	int r = 0;

	run->round.number++;
	run->round.thoroughness = *how;
	e->how = how;
	for (enum pattern p = ROUND_TRIP; p < PATTERN_COUNT && r == 0; p++)
		if (is_measured(e, p))
			r = experiment_measure_pattern(e, run, p, chosen, count);
	if (r < 0)
		return r;
	for (size_t i = 0; i < e->search.count; i++)
		log_ratios[i] = experiment_log_ratio(e, i);
	tune_add_round(&e->search, log_ratios);
	r = experiment_keep(e);
	experiment_forget(e);
	return r;
}

int experiment_measure(struct experiment *e, struct run *run, uint64_t deadline_ns)
{
	const struct tune_search *s = &e->search;
	int r = 0;

	while (r == 0 && s->rounds < e->rounds_max) {
		const double left_ns = (double)deadline_ns - (double)clock_ns();
		const struct thoroughness *how = experiment_how(e, left_ns);

		if (!how || (s->rounds >= e->rounds_enough && tune_is_settled(s)))
			break;
		r = experiment_round(e, run, how);
	}
	return r;
}

/* ---- what came of it ---- */

int experiment_row(const struct experiment *e, size_t arm, struct tune_row *ret)
{
	const struct tune_task *task = e->task;
	const struct estimate none = {NAN, NAN, NAN, 0};
	struct summary s = {0};
	int r = 0;

	*ret = (struct tune_row){
		.c = e->cases[task->c.pattern][arm],
		.goal = task->goal,
		.knob = e->knob,
		.role = e->search.arms[arm].role,
		.value = e->search.arms[arm].value,
		.bytes_per_s = none,
		.rtt_p50 = none,
		.ratio = tune_ratio(&e->search, arm, 0),
	};
	for (enum pattern p = ROUND_TRIP; p < PATTERN_COUNT && r == 0; p++) {
		if (!is_measured(e, p))
			continue;
		if (!e->histories[p][arm].c)
			return 0;
		r = summary_make(&e->histories[p][arm], &s);
		if (r < 0)
			return r;
		if (p == STREAM)
			ret->bytes_per_s = s.bytes_per_s;
		else
			ret->rtt_p50 = s.p50;
		if (p == task->c.pattern)
			ret->summary = s;
	}
	ret->rounds = (unsigned)ret->ratio.units;
	ret->granted = ret->summary.granted[e->knob->setting];
	if (e->knob->setting == SET_CHUNK && ret->granted == 0)
		ret->granted = task->c.size;
	return r;
}

void experiment_end(struct experiment *e)
{
	experiment_forget(e);
	for (enum pattern p = ROUND_TRIP; p < PATTERN_COUNT; p++)
		for (size_t arm = 0; arm < e->search.count; arm++)
			history_free(&e->histories[p][arm]);
}
