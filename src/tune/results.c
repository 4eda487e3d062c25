/* SPDX-License-Identifier: MIT */
#include "tune/results.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

int tune_results_add(struct tune_results *results, struct tuning *tuning,
		     const struct experiment *e)
{
	const struct tune_search *s = &e->search;
	const struct tune_advice advice = tune_choose(s);
	struct tune_row *rows =
		realloc(results->rows, (results->row_count + s->count) * sizeof(*rows));
	struct knob_result *knob = &tuning->knobs[tuning->knob_count];
	size_t arms[TUNE_FINALISTS_MAX];
	const size_t finalists = tune_finalists(s, arms);
	size_t next = 0;

	if (!rows)
		return -ENOMEM;
	results->rows = rows;
	*knob = (struct knob_result){
		.knob = e->knob,
		.first = results->row_count,
		.flat = advice.flat,
		.has_effect = advice.has_effect,
		.at_limit = e->knob->limit && advice.best == s->count - 1 &&
			    advice.best != s->base &&
			    s->arms[advice.best].value < e->knob->most,
	};
	/* A later knob's untouched default is among the rows of the first. */
	for (size_t i = s->base; i < s->count; i++) {
		const size_t row = results->row_count;
		int r = experiment_row(e, i, &rows[row]);

		if (r < 0)
			return r;
		if (!rows[row].summary.c)
			continue;
		if (next < finalists && arms[next] == i) {
			tuning->finalists[tuning->finalist_count++] = row;
			next++;
		}
		/* Where no value of a later knob is better, the settings stay. */
		if (i == advice.smallest && (i != s->base || tuning->knob_count == 0))
			tune_results_keep(results, tuning, row, rows[row].ratio);
		results->row_count++;
	}
	knob->count = results->row_count - knob->first;
	tuning->knob_count += knob->count > 0;
	return 0;
}

void tune_results_keep(const struct tune_results *results, struct tuning *tuning,
		       size_t row, struct estimate ratio)
{
	memcpy(tuning->settings, results->rows[row].c.asked, sizeof(tuning->settings));
	tuning->ratio = ratio;
	tuning->row = row;
}

void tune_results_mark(struct tune_results *results, const struct tuning *tuning,
		       enum tune_role role)
{
	for (size_t k = 0; k < tuning->knob_count; k++) {
		const struct knob_result *knob = &tuning->knobs[k];
		const size_t value = tuning->settings[knob->knob->setting];

		for (size_t i = knob->first; i < knob->first + knob->count; i++) {
			struct tune_row *row = &results->rows[i];

			if (row->role != ROLE_BAD && row->value > 0 &&
			    row->value == value)
				row->role = role;
		}
	}
}

/* ---- all sizes ---- */

bool tune_is_same_subject(const struct tuning *a, const struct tuning *b)
{
	const struct ipc_case *x = &a->task.c, *y = &b->task.c;

	return x->mechanism == y->mechanism && x->placement == y->placement &&
	       x->wait == y->wait && x->touch == y->touch && x->variant == y->variant;
}

struct knob_sizes tune_knob_sizes(const struct tune_results *results,
				  const struct tuning *subject, const struct knob *knob)
{
	struct knob_sizes sizes = {.results = results, .knob = knob};

	for (size_t i = 0; i < results->tuning_count; i++) {
		const struct tuning *t = &results->tunings[i];

		if (t->reason[0] || !tune_is_same_subject(subject, t))
			continue;
		for (size_t k = 0; k < t->knob_count; k++)
			if (t->knobs[k].knob == knob && sizes.count < TEXT_LIST_MAX)
				sizes.at[sizes.count++] = &t->knobs[k];
		sizes.advised |= t->advised && t->verified != VERIFIED_WITHDRAWN &&
				 t->settings[knob->setting] > 0;
	}
	return sizes;
}

const struct tune_row *knob_rows(const struct knob_sizes *sizes, size_t size)
{
	return &sizes->results->rows[sizes->at[size]->first];
}

/* The log ratio of a value to the knob left alone, at one size; NaN if it was not
 * measured.  A chunk of the message's size or more is as none. */
static double value_log_ratio(const struct knob_sizes *sizes, size_t size, size_t value)
{
	const struct tune_row *rows = knob_rows(sizes, size);

	if (sizes->knob->setting == SET_CHUNK && value >= rows[0].c.size)
		return 0;
	for (size_t i = 1; i < sizes->at[size]->count; i++)
		if (rows[i].role != ROLE_BAD && rows[i].value == value)
			return log(rows[i].ratio.value / rows[0].ratio.value);
	return NAN;
}

static double value_mean(const struct knob_sizes *sizes, size_t value)
{
	double sum = 0;

	for (size_t i = 0; i < sizes->count; i++)
		sum += value_log_ratio(sizes, i, value);
	return sum / (double)sizes->count;
}

/* The size at which the most values were measured. */
static size_t size_widest(const struct knob_sizes *sizes)
{
	size_t widest = 0;

	for (size_t i = 1; i < sizes->count; i++)
		if (sizes->at[i]->count > sizes->at[widest]->count)
			widest = i;
	return widest;
}

size_t tune_overall(const struct knob_sizes *sizes, double *ratio)
{
	const double margin = log1p(TUNE_MARGIN);
	const size_t widest = size_widest(sizes);
	const size_t count = sizes->advised ? sizes->at[widest]->count : 0;
	double least = -margin;

	for (size_t i = 1; i < count; i++)
		least = fmin(least, value_mean(sizes, knob_rows(sizes, widest)[i].value));
	for (size_t i = 1; least < -margin && i < count; i++) {
		const struct tune_row *row = &knob_rows(sizes, widest)[i];
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
	free(results->rows);
	free(results->tunings);
}
