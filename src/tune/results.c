/* SPDX-License-Identifier: MIT */
#include "tune/results.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

int tune_results_add(struct tune_results *results, struct answer *answer,
		     const struct stage *stage)
{
	const struct tune_search *s = &stage->search;
	const struct tune_advice advice = tune_choose(s);
	struct tune_row *rows =
		realloc(results->rows, (results->row_count + s->count) * sizeof(*rows));
	struct finding *finding = &answer->findings[answer->finding_count];
	size_t arms[TUNE_FINALISTS_MAX];
	const size_t finalists = tune_finalists(s, arms);
	size_t next = 0;

	if (!rows)
		return -ENOMEM;
	results->rows = rows;
	*finding = (struct finding){
		.knob = stage->knob,
		.advice = advice,
		.first = results->row_count,
		.at_limit = stage->knob->limit && advice.best == s->count - 1 &&
			    advice.best != s->base &&
			    s->arms[advice.best].value < stage->knob->most,
	};
	/* The untouched default of a later stage is told of in the first already. */
	for (size_t i = s->base; i < s->count; i++) {
		const size_t row = results->row_count;
		int r = stage_row(stage, i, &rows[row]);

		if (r < 0)
			return r;
		if (!rows[row].told.c)
			continue;
		if (next < finalists && arms[next] == i) {
			answer->finalists[answer->finalist_count++] = row;
			next++;
		}
		/* What was found before stands as it was. */
		if (i == advice.smallest && (i != s->base || answer->finding_count == 0))
			tune_results_keep(results, answer, row, rows[row].ratio);
		results->row_count++;
	}
	finding->count = results->row_count - finding->first;
	answer->finding_count++;
	return 0;
}

void tune_results_keep(const struct tune_results *results, struct answer *answer,
		       size_t row, struct estimate ratio)
{
	memcpy(answer->kept, results->rows[row].c.asked, sizeof(answer->kept));
	answer->ratio = ratio;
	answer->row = row;
}

void tune_results_mark(struct tune_results *results, const struct answer *answer,
		       enum tune_role role)
{
	for (size_t f = 0; f < answer->finding_count; f++) {
		const struct finding *finding = &answer->findings[f];

		for (size_t i = 0; i < finding->count; i++) {
			struct tune_row *row = &results->rows[finding->first + i];

			if (row->role != ROLE_BAD && row->value > 0 &&
			    row->value == answer->kept[finding->knob->setting])
				row->role = role;
		}
	}
}

/* ---- one value for all sizes ---- */

bool tune_is_same_subject(const struct answer *a, const struct answer *b)
{
	const struct ipc_case *x = &a->question.c, *y = &b->question.c;

	return x->mechanism == y->mechanism && x->placement == y->placement &&
	       x->wait == y->wait && x->touch == y->touch && x->variant == y->variant;
}

const struct finding *tune_finding(const struct answer *answer, const struct knob *knob)
{
	for (size_t i = 0; i < answer->finding_count; i++)
		if (answer->findings[i].knob == knob)
			return &answer->findings[i];
	return NULL;
}

/* The log ratio of a value to the knob left alone; NaN if it was not measured. */
static double value_log_ratio(const struct tune_results *results,
			      const struct answer *answer, const struct finding *finding,
			      size_t value)
{
	const struct tune_row *rows = &results->rows[finding->first];

	if (finding->knob->setting == SET_CHUNK && value >= answer->question.c.size)
		return 0;
	for (size_t i = 1; i < finding->count; i++)
		if (rows[i].role != ROLE_BAD && rows[i].value == value)
			return log(rows[i].ratio.value / rows[0].ratio.value);
	return NAN;
}

/* The mean over all sizes. */
static double value_mean(const struct tune_results *results, const struct answer *answer,
			 const struct knob *knob, size_t value)
{
	double sum = 0;
	size_t n = 0;

	for (size_t i = 0; i < results->answer_count; i++) {
		const struct answer *other = &results->answers[i];
		const struct finding *finding = tune_finding(other, knob);

		if (!finding || other->reason[0] || !tune_is_same_subject(answer, other))
			continue;
		sum += value_log_ratio(results, other, finding, value);
		n++;
	}
	return sum / (double)n;
}

/* Of all sizes' findings the one with the most values; how many sizes there are; and
 * whether something is advised at one of them. */
static const struct finding *finding_widest(const struct tune_results *results,
					    const struct answer *answer,
					    const struct knob *knob, size_t *sizes,
					    bool *advised)
{
	const struct finding *widest = NULL;

	*sizes = 0;
	*advised = false;
	for (size_t i = 0; i < results->answer_count; i++) {
		const struct answer *other = &results->answers[i];
		const struct finding *finding = tune_finding(other, knob);

		if (!finding || other->reason[0] || !tune_is_same_subject(answer, other))
			continue;
		if (!widest || finding->count > widest->count)
			widest = finding;
		*advised |= other->advised && other->verified != VERIFIED_WITHDRAWN &&
			    other->kept[knob->setting] > 0;
		++*sizes;
	}
	return widest;
}

size_t tune_overall(const struct tune_results *results, const struct answer *answer,
		    const struct knob *knob, double *ratio, size_t *sizes)
{
	const double margin = log1p(TUNE_MARGIN);
	double least = -margin;
	bool advised;
	const struct finding *finding =
		finding_widest(results, answer, knob, sizes, &advised);

	for (size_t i = 1; advised && i < finding->count; i++) {
		const struct tune_row *row = &results->rows[finding->first + i];

		least = fmin(least, value_mean(results, answer, knob, row->value));
	}
	for (size_t i = 1; least < -margin && i < finding->count; i++) {
		const struct tune_row *row = &results->rows[finding->first + i];
		const double mean = value_mean(results, answer, knob, row->value);

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
	free(results->answers);
}
