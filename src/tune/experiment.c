/* SPDX-License-Identifier: MIT */
#include "tune/experiment.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "machine/sysfile.h"

#define ROUNDS_ENOUGH 10
#define SETTLE_MS 100

/* A round has as many slices as leave time for the rounds that are missing; where even
 * the fewest are too long, they are shortened.  A first round, which does not know how
 * long slices are, has few and short ones. */
#define SWEEPS_LEAST 4
#define SWEEPS_MOST 16
#define STRETCH_LEAST 0.125
#define STRETCH_UNKNOWN 0.25
#define STREAM_S 0.25 /* for which all arms together stream across CPUs in each sweep */

/* What an arm takes beside its slices, at first: its processes are made and calibrated.
 * How long rounds took tells how true that is. */
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

void experiment_prepare(struct run *run)
{
	run->round.thoroughness.settle_ms = SETTLE_MS;
	run->sweeps_least = run->sweeps_most = SWEEPS_LEAST;
}

void experiment_begin(struct experiment *e, struct tuning *tuning, unsigned rounds_enough,
		      unsigned rounds_max)
{
	static const size_t none[SETTING_COUNT];

	memset(e, 0, sizeof(*e));
	e->tuning = tuning;
	e->rounds_enough = rounds_enough;
	e->rounds_max = rounds_max;
	e->slowness = 1;
	e->patterns = tuning->goal == GOAL_BALANCED ? 2 : 1;
	experiment_add(e, ROLE_DEFAULT, none);
}

void experiment_add(struct experiment *e, enum tune_role role,
		    const size_t settings[static SETTING_COUNT])
{
	for (size_t p = 0; p < e->patterns; p++) {
		struct ipc_case *c = &e->arms[p][e->search.count].c;

		*c = e->tuning->c;
		c->pattern = p > 0 ? ROUND_TRIP : c->pattern;
		memcpy(c->asked, settings, sizeof(c->asked));
		e->arms[p][e->search.count].slice_ns = e->tuning->slice_ns;
	}
	tune_add_arm(&e->search, role);
}

void experiment_begin_knob(struct experiment *e, struct tuning *tuning,
			   const struct knob *knob)
{
	size_t values[TUNE_ARMS_MAX], asked[SETTING_COUNT];
	const size_t count = experiment_values(knob, tuning->c.size, values);

	experiment_begin(e, tuning, ROUNDS_ENOUGH, TUNE_ROUNDS_MAX);
	e->knob = knob;
	memcpy(asked, tuning_settings(tuning), sizeof(asked));
	if (settings_any(asked))
		experiment_add(e, ROLE_DEFAULT, asked);
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
	struct trial *trials = malloc(count * sizeof(*trials)); /* large for a stack */
	int r;

	if (!trials)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++)
		history_begin(&arms[chosen[i]].history, &trials[i], &arms[chosen[i]].c);
	r = round_run(&run->round, trials, count);
	if (r == 0)
		r = run_deliver(run, trials, count);
	for (size_t i = 0; i < count; i++) {
		struct arm_case *arm = &arms[chosen[i]];
		struct trial *t = &trials[i];

		if (t->slice_count > 0)
			arm->slice_ns = (double)t->slices_ns / (double)t->slice_count /
					run->round.thoroughness.stretch;
		log_ratios[chosen[i]] += goal_log_ratio(e->tuning->goal, t, &trials[0]) /
					 (double)e->patterns;
		t->sample_count = 0; /* there are no percentiles in tune.csv */
		if (r == 0)
			r = history_add(&arm->history, t, &trials[0]);
	}
	for (size_t i = 0; i < count; i++)
		trial_free(&trials[i]);
	free(trials);
	return r;
}

static double stream_s_of(const struct thoroughness *how)
{
	return STREAM_S * how->sweeps * how->stretch;
}

/* How long a round will last. */
static double experiment_predict_ns(const struct experiment *e,
				    const struct thoroughness *how)
{
	double settle_ns = 0, arms_ns = 0;

	for (size_t p = 0; p < e->patterns; p++) {
		const struct ipc_case *c = &e->arms[p][0].c;
		const bool stream = c->pattern == STREAM;
		const unsigned sweeps = stream ? (how->sweeps + 1) / 2 : how->sweeps;
		const double slices = how->stretch * (ARM_SLICES + sweeps);

		settle_ns += how->settle_ms * 1e6;
		if (stream && case_is_across(c)) {
			arms_ns += ARM_NS + stream_s_of(how) * 1e9;
			continue;
		}
		for (size_t i = 0; i < e->chosen_count; i++)
			arms_ns += ARM_NS + slices * e->arms[p][e->chosen[i]].slice_ns;
	}
	return settle_ns + e->slowness * arms_ns;
}

/* Stores how thorough the next round can be, if those that are missing, at least one, are
 * to end in the time that is left.  Returns whether this one will. */
static bool experiment_how(const struct experiment *e, double left_ns,
			   struct thoroughness *how)
{
	const size_t rounds = e->search.rounds;
	const bool known = e->tuning->slice_ns > 0;
	const double missing =
		rounds < e->rounds_enough ? (double)(e->rounds_enough - rounds) : 1;

	*how = (struct thoroughness){
		.settle_ms = SETTLE_MS,
		.sweeps = known ? SWEEPS_MOST : SWEEPS_LEAST,
		.stretch = known ? 1 : STRETCH_UNKNOWN,
		.same_batch = true,
	};
	while (how->sweeps > SWEEPS_LEAST &&
	       missing * experiment_predict_ns(e, how) > left_ns)
		how->sweeps--;
	while (how->stretch > STRETCH_LEAST &&
	       missing * experiment_predict_ns(e, how) > left_ns)
		how->stretch /= 2;
	how->stream_s = stream_s_of(how);
	return experiment_predict_ns(e, how) <= left_ns;
}

/* Learns from the latest round how long slices are, and how much longer than them and
 * what was predicted beside them it took. */
static void experiment_learn(struct experiment *e, const struct thoroughness *how,
			     double took_ns)
{
	const double settle_ns = (double)e->patterns * how->settle_ms * 1e6;
	double slices_ns = 0;

	for (size_t p = 0; p < e->patterns; p++)
		for (size_t i = 0; i < e->chosen_count; i++)
			slices_ns += e->arms[p][e->chosen[i]].slice_ns;
	e->tuning->slice_ns = slices_ns / (double)(e->patterns * e->chosen_count);
	e->slowness = 1;
	e->slowness = fmax(0.1, (took_ns - settle_ns) /
					(experiment_predict_ns(e, how) - settle_ns));
}

static int experiment_round(struct experiment *e, struct run *run,
			    const struct thoroughness *how)
{
	const uint64_t begin_ns = clock_ns();
	double log_ratios[TUNE_ARMS_MAX]; /* the mean over the patterns */
	int r = 0;

	run->round.number++;
	run->round.thoroughness = *how;
	if (how->sweeps < run->sweeps_least)
		run->sweeps_least = how->sweeps;
	if (how->sweeps > run->sweeps_most)
		run->sweeps_most = how->sweeps;
	for (size_t i = 0; i < e->search.count; i++)
		log_ratios[i] = NAN;
	for (size_t i = 0; i < e->chosen_count; i++)
		log_ratios[e->chosen[i]] = 0;
	for (size_t p = 0; p < e->patterns && r == 0; p++)
		r = experiment_measure_pattern(e, run, p, log_ratios);
	if (r < 0)
		return r;
	tune_add_round(&e->search, log_ratios);
	experiment_learn(e, how, (double)(clock_ns() - begin_ns));
	return 0;
}

int experiment_measure(struct experiment *e, struct run *run, uint64_t deadline_ns)
{
	const struct tune_search *s = &e->search;
	int r = 0;

	while (r == 0 && s->rounds < e->rounds_max) {
		const double left_ns = (double)deadline_ns - (double)clock_ns();
		struct thoroughness how;

		e->chosen_count = tune_pick(s, e->chosen);
		if (!experiment_how(e, left_ns, &how) ||
		    (s->rounds >= e->rounds_enough && tune_is_settled(s)))
			break;
		r = experiment_round(e, run, &how);
	}
	return r;
}

/* ---- what comes of it ---- */

/* Summarises an arm of a knob's experiment.  0 or -ENOMEM. */
static int row_make(struct tune_row *row, const struct experiment *e, size_t arm)
{
	const struct estimate none = {NAN, NAN, NAN, 0};
	const struct ipc_case *c = &e->arms[0][arm].c;
	const enum setting setting = e->knob->setting;
	int r = 0;

	*row = (struct tune_row){
		.c = *c,
		.goal = e->tuning->goal,
		.setting = setting,
		.role = e->search.arms[arm].role,
		.value = c->asked[setting],
		.bytes_per_s = none,
		.rtt_p50 = none,
		.ratio = tune_ratio(&e->search, arm, 0),
	};
	row->standing = tune_standing(&e->search, arm, &row->to_best);
	for (size_t p = e->patterns; p-- > 0 && r == 0;) {
		r = history_summarise(&e->arms[p][arm].history, STATS_CONFIDENCE,
				      &row->summary);
		if (e->arms[p][arm].c.pattern == STREAM)
			row->bytes_per_s = row->summary.bytes_per_s;
		else
			row->rtt_p50 = row->summary.p50;
	}
	row->granted = row->summary.granted[setting];
	if (setting == SET_CHUNK && row->granted == 0)
		row->granted = c->size;
	return r;
}

int experiment_report(const struct experiment *e)
{
	const struct tune_search *s = &e->search;
	const struct tune_advice advice = tune_choose(s);
	struct tuning *tuning = e->tuning;
	struct knob_result *result = &tuning->knobs[tuning->knob_count];
	struct tune_row *rows[TUNE_ARMS_MAX] = {0}; /* by arm */
	size_t arms[TUNE_FINALISTS_MAX];
	const size_t finalists = tune_finalists(s, arms);
	int r = 0;

	*result = (struct knob_result){
		.knob = e->knob,
		.rows = calloc(s->count, sizeof(*result->rows)),
		.advice = advice,
	};
	if (!result->rows)
		return -ENOMEM;
	tuning->knob_count++;
	/* A later knob's untouched default is among the rows of the first. */
	for (size_t i = s->base; i < s->count && r == 0; i++) {
		if (!e->arms[0][i].history.summary.c)
			continue;
		rows[i] = &result->rows[result->count++];
		r = row_make(rows[i], e, i);
	}
	result->at_limit =
		e->knob->limit && advice.alone && advice.best == s->count - 1 &&
		e->arms[0][advice.best].c.asked[e->knob->setting] < e->knob->most;
	for (size_t i = 0; i < finalists; i++)
		tuning->finalists[tuning->finalist_count++] = rows[arms[i]];
	/* Where no value of a later knob is better, the settings stay. */
	if (advice.smallest != s->base || !tuning->best) {
		tuning->best = rows[advice.smallest];
		tuning->ratio = tune_ratio(s, advice.smallest, 0);
	}
	return r;
}

void experiment_end(struct experiment *e)
{
	for (size_t p = 0; p < e->patterns; p++)
		for (size_t arm = 0; arm < e->search.count; arm++)
			history_free(&e->arms[p][arm].history);
}
