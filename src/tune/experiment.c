/* SPDX-License-Identifier: MIT */
#include "tune/experiment.h"

#include <math.h>
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

void experiment_begin(struct experiment *e, const struct tune_task *task,
		      unsigned rounds_enough, unsigned rounds_max)
{
	static const size_t none[SETTING_COUNT];

	memset(e, 0, sizeof(*e));
	e->task = task;
	e->rounds_enough = rounds_enough;
	e->rounds_max = rounds_max;
	if (task->goal == GOAL_BALANCED)
		e->patterns[e->pattern_count++] = ROUND_TRIP;
	e->patterns[e->pattern_count++] = task->c.pattern;
	experiment_add(e, ROLE_DEFAULT, none);
}

void experiment_add(struct experiment *e, enum tune_role role,
		    const size_t settings[static SETTING_COUNT])
{
	for (size_t p = 0; p < e->pattern_count; p++) {
		struct ipc_case *c = &e->arms[p][e->search.count].c;

		*c = e->task->c;
		c->pattern = e->patterns[p];
		memcpy(c->asked, settings, sizeof(c->asked));
	}
	tune_add_arm(&e->search, role, e->knob ? settings[e->knob->setting] : 0);
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

/* The log ratio of what the goal is about; NaN if either trial has none. */
static double goal_log_ratio(enum goal goal, const struct trial *t,
			     const struct trial *reference)
{
	double log_ratio;

	if (t->status != STATUS_OK || reference->status != STATUS_OK)
		return NAN;
	log_ratio = goal == GOAL_CPU ? log(costs_cpu_ns(&t->figures.costs) /
					   costs_cpu_ns(&reference->figures.costs))
				     : trial_log_ratio(t, reference);
	return isfinite(log_ratio) ? log_ratio : NAN;
}

/* Measures the chosen arms at one pattern, for one round, and adds their log ratios to
 * the default. */
static int experiment_measure_pattern(struct experiment *e, struct run *run,
				      size_t pattern, double *log_ratios)
{
	struct arm_case *arms = e->arms[pattern];
	const size_t *chosen = e->chosen, count = e->chosen_count;
	struct trial trials[TUNE_ALIVE_MAX];
	int r;

	for (size_t i = 0; i < count; i++)
		trial_init(&trials[i], &arms[chosen[i]].c, arms[chosen[i]].history.batch);
	r = round_run(&run->round, trials, count);
	if (r == 0)
		r = run_deliver(run, trials, count);
	for (size_t i = 0; i < count; i++) {
		struct arm_case *arm = &arms[chosen[i]];
		struct trial *t = &trials[i];

		if (t->slice_count > 0)
			arm->slice_ns = (double)t->slices_ns / (double)t->slice_count;
		log_ratios[chosen[i]] += goal_log_ratio(e->task->goal, t, &trials[0]);
		t->sample_count = 0; /* there are no percentiles in tune.csv */
		if (r == 0)
			r = history_add(&arm->history, t, &trials[0]);
	}
	for (size_t i = 0; i < count; i++)
		trial_free(&trials[i]);
	return r;
}

/* How long a round will last. */
static double experiment_predict_ns(const struct experiment *e,
				    const struct thoroughness *how)
{
	const double longer = e->how ? how->stretch / e->how->stretch : 1;
	double ns = 0;

	for (size_t p = 0; p < e->pattern_count; p++) {
		const unsigned sweeps =
			e->patterns[p] == STREAM ? (how->sweeps + 1) / 2 : how->sweeps;
		const double slices = longer * (ARM_SLICES + sweeps);

		ns += how->settle_ms * 1e6;
		for (size_t i = 0; i < e->chosen_count; i++)
			ns += ARM_NS + slices * e->arms[p][e->chosen[i]].slice_ns;
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
	const double wanted =
		rounds < e->rounds_enough ? (double)(e->rounds_enough - rounds) : 1;

	if (experiment_predict_ns(e, least) > left_ns)
		return NULL;
	if (least == &how_short || wanted * experiment_predict_ns(e, &how_many) > left_ns)
		return least;
	return &how_many;
}

static int experiment_round(struct experiment *e, struct run *run,
			    const struct thoroughness *how)
{
	double log_ratios[TUNE_ARMS_MAX]; /* the mean over the patterns */
	int r = 0;

	run->round.number++;
	run->round.thoroughness = *how;
	e->how = how;
	for (size_t i = 0; i < e->search.count; i++)
		log_ratios[i] = NAN;
	for (size_t i = 0; i < e->chosen_count; i++)
		log_ratios[e->chosen[i]] = 0;
	for (size_t p = 0; p < e->pattern_count && r == 0; p++)
		r = experiment_measure_pattern(e, run, p, log_ratios);
	if (r < 0)
		return r;
	for (size_t i = 0; i < e->search.count; i++)
		log_ratios[i] /= (double)e->pattern_count;
	tune_add_round(&e->search, log_ratios);
	return 0;
}

int experiment_measure(struct experiment *e, struct run *run, uint64_t deadline_ns)
{
	const struct tune_search *s = &e->search;
	int r = 0;

	while (r == 0 && s->rounds < e->rounds_max) {
		const double left_ns = (double)deadline_ns - (double)clock_ns();
		const struct thoroughness *how;

		e->chosen_count = tune_pick(s, e->chosen);
		how = experiment_how(e, left_ns);
		if (!how || (s->rounds >= e->rounds_enough && tune_is_settled(s)))
			break;
		r = experiment_round(e, run, how);
	}
	return r;
}

const struct history *experiment_history(const struct experiment *e, size_t arm)
{
	return &e->arms[e->pattern_count - 1][arm].history;
}

void experiment_end(struct experiment *e)
{
	for (size_t p = 0; p < e->pattern_count; p++)
		for (size_t arm = 0; arm < e->search.count; arm++)
			history_free(&e->arms[p][arm].history);
}
