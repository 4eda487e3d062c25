/* SPDX-License-Identifier: MIT */
#include "tune/results.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

const size_t *tuning_settings(const struct tuning *tuning)
{
	static const size_t none[SETTING_COUNT];

	return tuning->best ? tuning->best->c.asked : none;
}

/* Summarises an arm of a knob's experiment.  0 or -ENOMEM. */
static int row_make(struct tune_row *row, const struct experiment *e, size_t arm)
{
	const struct estimate none = {NAN, NAN, NAN, 0};
	int r = 0;

	*row = (struct tune_row){
		.goal = e->task->goal,
		.setting = e->knob->setting,
		.role = e->search.arms[arm].role,
		.value = e->search.arms[arm].value,
		.bytes_per_s = none,
		.rtt_p50 = none,
		.ratio = tune_ratio(&e->search, arm, 0),
	};
	for (size_t p = 0; p < e->pattern_count && r == 0; p++) {
		row->c = e->arms[p][arm].c;
		r = summary_make(&e->arms[p][arm].history, &row->summary);
		if (row->c.pattern == STREAM)
			row->bytes_per_s = row->summary.bytes_per_s;
		else
			row->rtt_p50 = row->summary.p50;
	}
	row->rounds = (unsigned)row->ratio.units;
	row->granted = row->summary.granted[e->knob->setting];
	if (e->knob->setting == SET_CHUNK && row->granted == 0)
		row->granted = row->c.size;
	return r;
}

int tuning_add(struct tuning *tuning, const struct experiment *e)
{
	const struct tune_search *s = &e->search;
	const struct tune_advice advice = tune_choose(s);
	struct knob_result *result = &tuning->knobs[tuning->knob_count];
	struct tune_row *rows[TUNE_ARMS_MAX] = {0}; /* by arm */
	size_t arms[TUNE_FINALISTS_MAX];
	const size_t finalists = tune_finalists(s, arms);
	int r = 0;

	*result = (struct knob_result){
		.knob = e->knob,
		.rows = calloc(s->count, sizeof(*result->rows)),
		.flat = advice.flat,
		.has_effect = advice.has_effect,
		.at_limit = e->knob->limit && advice.best == s->count - 1 &&
			    s->arms[advice.best].value < e->knob->most,
	};
	if (!result->rows)
		return -ENOMEM;
	tuning->knob_count++;
	/* A later knob's untouched default is among the rows of the first. */
	for (size_t i = s->base; i < s->count && r == 0; i++) {
		if (!experiment_history(e, i)->c)
			continue;
		rows[i] = &result->rows[result->count++];
		r = row_make(rows[i], e, i);
	}
	for (size_t i = 0; i < finalists; i++)
		tuning->finalists[tuning->finalist_count++] = rows[arms[i]];
	/* Where no value of a later knob is better, the settings stay. */
	if (advice.smallest != s->base || !tuning->best) {
		tuning->best = rows[advice.smallest];
		tuning->ratio = tune_ratio(s, advice.smallest, 0);
	}
	return r;
}

void tuning_mark(struct tuning *tuning, enum tune_role role)
{
	for (size_t k = 0; k < tuning->knob_count; k++) {
		const struct knob_result *result = &tuning->knobs[k];
		const size_t value = tuning_settings(tuning)[result->knob->setting];

		for (size_t i = 0; i < result->count; i++)
			if (result->rows[i].role != ROLE_BAD && value > 0 &&
			    result->rows[i].value == value)
				result->rows[i].role = role;
	}
}

/* ---- all sizes ---- */

bool tuning_is_same_subject(const struct tuning *a, const struct tuning *b)
{
	const struct ipc_case *x = &a->task.c, *y = &b->task.c;

	return x->mechanism == y->mechanism && x->placement == y->placement &&
	       x->wait == y->wait && x->touch == y->touch && x->variant == y->variant;
}

struct knob_sizes knob_sizes_of(const struct tune_results *results,
				const struct tuning *subject, const struct knob *knob)
{
	struct knob_sizes sizes = {.knob = knob};

	for (size_t i = 0; i < results->count; i++) {
		const struct tuning *t = &results->tunings[i];

		if (t->reason[0] || !tuning_is_same_subject(subject, t))
			continue;
		for (size_t k = 0; k < t->knob_count; k++) {
			const struct knob_result *result = &t->knobs[k];

			if (result->knob != knob || sizes.count == TEXT_LIST_MAX)
				continue;
			sizes.at[sizes.count++] = result;
			if (!sizes.widest || result->count > sizes.widest->count)
				sizes.widest = result;
		}
		sizes.advised |= t->advised && t->verified != VERIFIED_WITHDRAWN &&
				 tuning_settings(t)[knob->setting] > 0;
	}
	return sizes;
}

/* The log ratio of a value to the knob left alone; NaN if it was not measured.  A chunk
 * of the message's size or more is as none. */
static double value_log_ratio(const struct knob_result *result, size_t value)
{
	const struct tune_row *rows = result->rows;

	if (result->knob->setting == SET_CHUNK && value >= rows[0].c.size)
		return 0;
	for (size_t i = 1; i < result->count; i++)
		if (rows[i].role != ROLE_BAD && rows[i].value == value)
			return log(rows[i].ratio.value / rows[0].ratio.value);
	return NAN;
}

/* The mean over all sizes; NaN if the value was not measured at one of them. */
static double value_mean(const struct knob_sizes *sizes, size_t value)
{
	double sum = 0;

	for (size_t i = 0; i < sizes->count; i++)
		sum += value_log_ratio(sizes->at[i], value);
	return sum / (double)sizes->count;
}

size_t knob_sizes_value(const struct knob_sizes *sizes, double *ratio)
{
	const struct knob_result *widest = sizes->widest;
	const double margin = log1p(TUNE_MARGIN);
	double least = INFINITY;

	for (size_t i = 1; sizes->advised && i < widest->count; i++)
		least = fmin(least, value_mean(sizes, widest->rows[i].value));
	for (size_t i = 1; least < -margin && i < widest->count; i++) {
		const struct tune_row *row = &widest->rows[i];
		const double mean = value_mean(sizes, row->value);

		if (row->role == ROLE_BAD || !(mean <= least + margin && mean <= -margin))
			continue;
		*ratio = exp(mean);
		return row->value;
	}
	return 0;
}

void tune_results_free(struct tune_results *results)
{
	for (size_t i = 0; i < results->count; i++)
		for (size_t k = 0; k < results->tunings[i].knob_count; k++)
			free(results->tunings[i].knobs[k].rows);
	free(results->tunings);
}
