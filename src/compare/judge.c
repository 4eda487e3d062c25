/* SPDX-License-Identifier: MIT */
/*
 * What can be said of each case of two runs.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compare/cases.h"
#include "output/tables.h"
#include "stats/distance.h"

/* The median distance of the CPUs, over the trials that have one. */
static double recorded_distance(const struct recorded_case *m, double *scratch)
{
	size_t n = 0;

	for (size_t i = 0; i < m->count; i++) {
		scratch[n] = m->times[i].distance_ns;
		n += !isnan(scratch[n]);
	}
	return stats_median(scratch, n);
}

/* The batches of a case, which are NaN of a stream. */
static void recorded_batches(struct recorded_case *m)
{
	m->batch_low = m->batch_high = NAN;
	for (size_t i = 0; i < m->count; i++) {
		m->batch_low = fmin(m->batch_low, m->times[i].batch);
		m->batch_high = fmax(m->batch_high, m->times[i].batch);
	}
}

/* The median of samples depends on how many messages each is the mean of; the mean does
 * not. */
static void case_take_means(struct compared_case *c)
{
	recorded_batches(&c->of[OLD]);
	recorded_batches(&c->of[NEW]);
	if (!(fmin(c->of[OLD].batch_low, c->of[NEW].batch_low) <
	      fmax(c->of[OLD].batch_high, c->of[NEW].batch_high)))
		return;
	c->metric = COLUMN_RTT_MEAN;
	for (enum age age = OLD; age < AGE_COUNT; age++) {
		struct recorded_case *m = &c->of[age];
		size_t n = 0;

		for (size_t i = 0; i < m->count; i++) {
			m->times[n] = m->times[i];
			m->times[n].ns = m->times[i].mean_ns;
			n += m->times[n].ns > 0;
		}
		m->count = n;
	}
}

/* From trials to the medians of sessions.  There are at most as many of these; behind
 * them is room for the values of one session. */
static int recorded_reduce(struct recorded_case *m)
{
	double *scratch;

	m->level = m->distance = NAN;
	if (m->count == 0)
		return 0;
	m->levels = malloc(2 * m->count * sizeof(*m->levels));
	if (!m->levels)
		return -ENOMEM;
	scratch = m->levels + m->count;
	m->distance = recorded_distance(m, scratch);
	qsort(m->times, m->count, sizeof(*m->times), trial_order);
	for (size_t i = 0; i < m->count;) {
		const unsigned session = m->times[i].session;
		size_t n = 0;

		for (; i < m->count && m->times[i].session == session; i++)
			scratch[n++] = m->times[i].ns;
		m->levels[m->sessions++] = stats_median(scratch, n);
	}
	m->level = stats_geometric_mean(m->levels, m->sessions);
	return 0;
}

/* Whether the runs can be compared; if not, stores the reason. */
static bool is_comparable(struct compared_case *c)
{
	static const char *const names[AGE_COUNT] = {"old", "new"};

	for (enum age age = OLD; age < AGE_COUNT; age++) {
		const struct recorded_case *m = &c->of[age];

		if (m->count > 0 && !m->failed)
			continue;
		snprintf(c->reason, sizeof(c->reason), "%s-%.*s", names[age],
			 COMPARE_REASON_SIZE - 8, m->problem[0] ? m->problem : "no-time");
		return false;
	}
	return true;
}

/* Whether the distance of the CPUs changed by so much that it shows in the time. */
static bool is_moved(const struct compared_case *c)
{
	double distances[] = {c->of[OLD].distance, c->of[NEW].distance};
	struct distances both;

	if (isnan(distances[OLD]) || isnan(distances[NEW]))
		return false;
	both = distances_of(distances, AGE_COUNT);
	return distances_matter(&both, fmin(c->of[OLD].level, c->of[NEW].level));
}

/* The judgement before intervals are known: inconclusive where they will decide. */
static enum judgement judge_first(struct compared_case *c)
{
	const struct recorded_case *old = &c->of[OLD], *new = &c->of[NEW];

	snprintf(c->reason, sizeof(c->reason), "none");
	if (old->trials == 0 || new->trials == 0) {
		const enum age age = old->trials ? OLD : NEW;

		if (c->of[age].problem[0])
			strcpy(c->reason, c->of[age].problem);
		return age == OLD ? JUDGED_OLD_ONLY : JUDGED_NEW_ONLY;
	}
	if (!is_comparable(c))
		return JUDGED_NOT_COMPARABLE;
	if (is_moved(c)) {
		snprintf(c->reason, sizeof(c->reason), "distance:%.0f-then-%.0f-ns",
			 old->distance, new->distance);
		return JUDGED_MOVED;
	}
	if (old->sessions < COMPARE_SESSIONS || new->sessions < COMPARE_SESSIONS) {
		snprintf(c->reason, sizeof(c->reason), "fewer-than-%d-sessions",
			 COMPARE_SESSIONS);
		return JUDGED_INDICATION;
	}
	return JUDGED_INCONCLUSIVE;
}

static void judge(struct compared_case *c, double confidence, double *scratch)
{
	const bool verdict = c->judgement == JUDGED_INCONCLUSIVE;

	c->ratio = c->level;
	c->threshold = COMPARE_LEVEL_THRESHOLD;
	if (c->reference && c->reference != c) {
		const struct estimate ratio =
			reference_ratio(c, c->reference, confidence, scratch);

		/* Rounds that only one of the two has, or too few sessions, make none. */
		if (!isnan(verdict ? ratio.low : ratio.value)) {
			c->ratio_to = case_key(c->reference, KEY_MECHANISM);
			c->ratio = ratio;
			c->threshold = reference_threshold(c->reference);
		}
	}
	if (verdict)
		c->judgement = (enum judgement)stats_verdict(c->ratio, c->threshold);
	else
		c->ratio.low = c->ratio.high = NAN;
	c->floor = stats_half_width(c->ratio);
}

/* From trials to levels.  Stores the greatest number of trials of a case.  0 or
 * -ENOMEM. */
static int comparison_reduce(struct comparison *comparison, size_t *most)
{
	*most = 1;
	for (size_t i = 0; i < comparison->count; i++) {
		struct compared_case *c = comparison->cases[i];

		case_take_means(c);
		for (enum age age = OLD; age < AGE_COUNT; age++) {
			if (recorded_reduce(&c->of[age]) < 0)
				return -ENOMEM;
			*most = c->of[age].count > *most ? c->of[age].count : *most;
		}
	}
	return 0;
}

static struct estimate level_change(const struct compared_case *c, double confidence)
{
	struct estimate e = {NAN, NAN, NAN, 0};

	if (c->judgement <= JUDGED_MOVED)
		e = stats_welch_log(c->of[OLD].levels, c->of[OLD].sessions,
				    c->of[NEW].levels, c->of[NEW].sessions, confidence);
	if (c->judgement != JUDGED_INCONCLUSIVE)
		e.low = e.high = NAN;
	return e;
}

static void judge_all(struct comparison *comparison, const char *reference,
		      double *scratch)
{
	size_t verdicts = 0;

	for (size_t i = 0; i < comparison->count; i++) {
		comparison->cases[i]->judgement = judge_first(comparison->cases[i]);
		verdicts += comparison->cases[i]->judgement == JUDGED_INCONCLUSIVE;
	}
	comparison->confidence =
		1 - (1 - STATS_CONFIDENCE) / (double)(verdicts ? verdicts : 1);
	for (size_t i = 0; i < comparison->count; i++)
		comparison->cases[i]->level =
			level_change(comparison->cases[i], comparison->confidence);
	references_choose(comparison, reference, scratch);
	for (size_t i = 0; i < comparison->count; i++)
		judge(comparison->cases[i], comparison->confidence, scratch);
}

int comparison_judge(struct comparison *comparison, const char *reference)
{
	double *scratch = NULL;
	size_t most;
	int r = comparison_reduce(comparison, &most);

	if (r == 0) {
		scratch = malloc(3 * most * sizeof(*scratch));
		r = scratch ? 0 : -ENOMEM;
	}
	if (r == 0)
		judge_all(comparison, reference, scratch);
	free(scratch);
	return r;
}
