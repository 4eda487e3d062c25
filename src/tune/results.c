/* SPDX-License-Identifier: MIT */
#include "tune/results.h"

#include <math.h>
#include <stdlib.h>

#define CONFIRMED 0.01 /* the least gain that verifying confirms */

const size_t *tuning_settings(const struct tuning *tuning)
{
	static const size_t none[SETTING_COUNT];

	return tuning->best ? tuning->best->c.asked : none;
}

void tuning_mark(struct tuning *tuning, enum tune_role role)
{
	tuning->advised = role == ROLE_ADVICE;
	for (size_t k = 0; k < tuning->knob_count; k++) {
		const struct knob_result *result = &tuning->knobs[k];
		const size_t value = tuning_settings(tuning)[result->knob->setting];

		for (size_t i = 0; i < result->count; i++)
			if (result->rows[i].role != ROLE_BAD && value > 0 &&
			    result->rows[i].value == value)
				result->rows[i].role = role;
	}
}

void tuning_verify(struct tuning *tuning, struct estimate ratio)
{
	tuning->verified = true;
	tuning->verified_ratio = ratio;
	if (!isnan(ratio.low) && stats_verdict(ratio, CONFIRMED) != FASTER)
		tuning_mark(tuning, ROLE_WITHDRAWN);
}

/* ---- all sizes ---- */

bool tuning_is_same_subject(const struct tuning *a, const struct tuning *b)
{
	const struct ipc_case *x = &a->c, *y = &b->c;

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
		for (size_t k = 0; k < t->knob_count; k++)
			if (t->knobs[k].knob == knob && sizes.count < TEXT_LIST_MAX)
				sizes.at[sizes.count++] = &t->knobs[k];
		sizes.advised |= t->advised && tuning_settings(t)[knob->setting] > 0;
	}
	return sizes;
}

size_t knob_sizes_next(const struct knob_sizes *sizes, size_t value)
{
	size_t least = 0;

	for (size_t size = 0; size < sizes->count; size++)
		for (size_t i = 0; i < sizes->at[size]->count; i++) {
			const struct tune_row *row = &sizes->at[size]->rows[i];

			if (row->role != ROLE_BAD && row->value > value &&
			    (least == 0 || row->value < least))
				least = row->value;
		}
	return least;
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
	const double margin = log1p(TUNE_MARGIN);
	double least = INFINITY;
	size_t value = 0;

	if (!sizes->advised)
		return 0;
	while ((value = knob_sizes_next(sizes, value)))
		least = fmin(least, value_mean(sizes, value));
	while ((value = knob_sizes_next(sizes, value))) {
		const double mean = value_mean(sizes, value);

		*ratio = exp(mean);
		if (mean <= least + margin && mean <= -margin)
			break;
	}
	return value;
}

void tune_results_free(struct tune_results *results)
{
	for (size_t i = 0; i < results->count; i++)
		for (size_t k = 0; k < results->tunings[i].knob_count; k++)
			free(results->tunings[i].knobs[k].rows);
	free(results->tunings);
}
