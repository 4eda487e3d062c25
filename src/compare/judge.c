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
#include "stats/distance.h"

static int by_session(const void *a, const void *b)
{
	const struct trial_time *x = a, *y = b;

	return (x->session > y->session) - (x->session < y->session);
}

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

/* From trials to the medians of sessions.  There are at most as many of these; behind
 * them is room for the values of one session. */
static int recorded_reduce(struct recorded_case *m)
{
	double *scratch;

	m->level = m->distance = m->batch_low = m->batch_high = NAN;
	if (m->count == 0)
		return 0;
	m->levels = malloc(2 * m->count * sizeof(*m->levels));
	if (!m->levels)
		return -ENOMEM;
	scratch = m->levels + m->count;
	m->distance = recorded_distance(m, scratch);
	qsort(m->times, m->count, sizeof(*m->times), by_session);
	for (size_t i = 0; i < m->count;) {
		const unsigned session = m->times[i].session;
		size_t n = 0;

		for (; i < m->count && m->times[i].session == session; i++) {
			m->batch_low = fmin(m->batch_low, m->times[i].batch);
			m->batch_high = fmax(m->batch_high, m->times[i].batch);
			scratch[n++] = m->times[i].ns;
		}
		m->levels[m->sessions++] = stats_median(scratch, n);
	}
	m->level = stats_geometric_mean(m->levels, m->sessions);
	return 0;
}

/* Whether the runs can be compared; if not, stores the reason. */
static bool is_comparable(struct compared_case *c)
{
	static const char *const names[AGE_COUNT] = {"old", "new"};
	const struct recorded_case *old = &c->of[OLD], *new = &c->of[NEW];

	for (enum age age = OLD; age < AGE_COUNT; age++) {
		const struct recorded_case *m = &c->of[age];

		if (m->count > 0 && !m->failed)
			continue;
		snprintf(c->reason, sizeof(c->reason), "%s-%.*s", names[age],
			 COMPARE_REASON_SIZE - 8, m->problem[0] ? m->problem : "no-time");
		return false;
	}
	if (fmin(old->batch_low, new->batch_low) <
	    fmax(old->batch_high, new->batch_high)) {
		snprintf(c->reason, sizeof(c->reason), "batch:%.0f-then-%.0f",
			 old->batch_high, new->batch_high);
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

static void judge_ratio(struct compared_case *c, double confidence)
{
	const struct recorded_case *old = &c->of[OLD], *new = &c->of[NEW];

	c->ratio = (struct estimate){NAN, NAN, NAN, 0};
	if (c->judgement > JUDGED_MOVED)
		return;
	c->ratio = stats_welch_log(old->levels, old->sessions, new->levels, new->sessions,
				   confidence);
	if (c->judgement == JUDGED_INCONCLUSIVE)
		c->judgement = (enum judgement)stats_verdict(c->ratio, COMPARE_THRESHOLD);
	else
		c->ratio.low = c->ratio.high = NAN;
}

int comparison_judge(struct comparison *comparison)
{
	size_t verdicts = 0;

	for (size_t i = 0; i < comparison->count; i++) {
		struct compared_case *c = comparison->cases[i];

		if (recorded_reduce(&c->of[OLD]) < 0 || recorded_reduce(&c->of[NEW]) < 0)
			return -ENOMEM;
		c->judgement = judge_first(c);
		verdicts += c->judgement == JUDGED_INCONCLUSIVE;
	}
	comparison->confidence =
		1 - (1 - STATS_CONFIDENCE) / (double)(verdicts ? verdicts : 1);
	for (size_t i = 0; i < comparison->count; i++) {
		struct compared_case *c = comparison->cases[i];

		judge_ratio(c, comparison->confidence);
		c->floor = stats_half_width(c->ratio);
	}
	return 0;
}
