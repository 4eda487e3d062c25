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

static int compare_sessions(const void *a, const void *b)
{
	const struct session_time *x = a, *y = b;

	return (x->session > y->session) - (x->session < y->session);
}

/* From trials to the medians of sessions. */
static int measured_reduce(struct measured *m)
{
	double *times;

	m->level = m->distance = NAN;
	if (m->count == 0)
		return 0;
	m->distance = stats_median(m->distances, m->distance_count);
	m->levels = malloc(m->count * sizeof(*m->levels));
	times = malloc(m->count * sizeof(*times));
	if (!m->levels || !times) {
		free(times);
		return -ENOMEM;
	}
	qsort(m->times, m->count, sizeof(*m->times), compare_sessions);
	for (size_t i = 0; i < m->count;) {
		const unsigned session = m->times[i].session;
		size_t n = 0;

		while (i < m->count && m->times[i].session == session)
			times[n++] = m->times[i++].ns;
		m->levels[m->sessions++] = stats_median(times, n);
	}
	m->level = stats_geometric_mean(m->levels, m->sessions);
	free(times);
	return 0;
}

static enum judgement judge_one_sided(struct compared *c, enum age age)
{
	const char *trouble = c->of[age].trouble;

	snprintf(c->reason, sizeof(c->reason), "%s", trouble[0] ? trouble : "none");
	return age == OLD ? JUDGED_OLD_ONLY : JUDGED_NEW_ONLY;
}

/* Whether something is in the way, and then what. */
static bool judge_obstacle(struct compared *c)
{
	static const char *const names[AGE_COUNT] = {"old", "new"};
	const struct measured *old = &c->of[OLD], *new = &c->of[NEW];

	for (enum age age = OLD; age < AGE_COUNT; age++) {
		const struct measured *m = &c->of[age];

		if (m->count > 0 && !m->failed)
			continue;
		snprintf(c->reason, sizeof(c->reason), "%s-%.*s", names[age],
			 COMPARE_REASON_SIZE - 8, m->trouble[0] ? m->trouble : "no-time");
		return true;
	}
	if (fmin(old->batch_low, new->batch_low) <
	    fmax(old->batch_high, new->batch_high)) {
		snprintf(c->reason, sizeof(c->reason), "batch:%.0f-then-%.0f",
			 old->batch_high, new->batch_high);
		return true;
	}
	return false;
}

/* Whether the CPUs are so much nearer or farther that it shows in the time. */
static bool judge_regime(const struct compared *c)
{
	double distances[] = {c->of[OLD].distance, c->of[NEW].distance};
	struct distances both;

	if (isnan(distances[OLD]) || isnan(distances[NEW]))
		return false;
	both = distances_of(distances, AGE_COUNT);
	return distances_matter(&both, fmin(c->of[OLD].level, c->of[NEW].level));
}

/* What can be said before intervals are known; what they will decide is inconclusive. */
static enum judgement judge_first(struct compared *c)
{
	snprintf(c->reason, sizeof(c->reason), "none");
	if (c->of[NEW].trials == 0)
		return judge_one_sided(c, OLD);
	if (c->of[OLD].trials == 0)
		return judge_one_sided(c, NEW);
	if (judge_obstacle(c))
		return JUDGED_NOT_COMPARABLE;
	if (judge_regime(c)) {
		snprintf(c->reason, sizeof(c->reason), "distance:%.0f-then-%.0f-ns",
			 c->of[OLD].distance, c->of[NEW].distance);
		return JUDGED_REGIME;
	}
	if (c->of[OLD].sessions < COMPARE_SESSIONS ||
	    c->of[NEW].sessions < COMPARE_SESSIONS) {
		snprintf(c->reason, sizeof(c->reason), "fewer-than-%d-sessions",
			 COMPARE_SESSIONS);
		return JUDGED_INDICATION;
	}
	return JUDGED_INCONCLUSIVE;
}

static void judge_ratio(struct compared *c, double confidence, double threshold)
{
	const struct measured *old = &c->of[OLD], *new = &c->of[NEW];

	c->ratio = (struct estimate){NAN, NAN, NAN, 0};
	if (c->judgement > JUDGED_REGIME)
		return;
	c->ratio = stats_welch_log(old->levels, old->sessions, new->levels, new->sessions,
				   confidence);
	if (c->judgement == JUDGED_INCONCLUSIVE)
		c->judgement = (enum judgement)stats_verdict(c->ratio, threshold);
	else
		c->ratio.low = c->ratio.high = NAN;
}

int compare_judge(struct compare *compare, double threshold)
{
	size_t verdicts = 0;

	for (size_t i = 0; i < compare->count; i++) {
		struct compared *c = compare->cases[i];

		if (measured_reduce(&c->of[OLD]) < 0 || measured_reduce(&c->of[NEW]) < 0)
			return -ENOMEM;
		c->judgement = judge_first(c);
		verdicts += c->judgement == JUDGED_INCONCLUSIVE;
	}
	compare->confidence =
		1 - (1 - STATS_CONFIDENCE) / (double)(verdicts ? verdicts : 1);
	for (size_t i = 0; i < compare->count; i++)
		judge_ratio(compare->cases[i], compare->confidence, threshold);
	return 0;
}
