/* SPDX-License-Identifier: MIT */
/*
 * What the ratios of a group are to, and how they changed.
 */
#include <math.h>
#include <string.h>

#include "compare/cases.h"

/* A machine that became a fifth faster for some minutes changed the ratio of two
 * mechanisms by 0.4 of that, on the logarithmic scale. */
#define SHARE_OF_LEVEL 0.5

#define MOST 0.75 /* of a group: at least four cases */

#define YARDSTICKS "control" /* their family */

/* The median over rounds of the ratio of two cases, for each session that has both.
 * Stores them and returns how many; behind them is room for the rounds of one. */
static size_t session_ratios(const struct recorded_case *c,
			     const struct recorded_case *to, double *ret)
{
	size_t sessions = 0;

	for (size_t i = 0, k = 0; i < c->count;) {
		const unsigned session = c->times[i].session;
		double *const rounds = ret + sessions;
		size_t n = 0;

		for (; i < c->count && c->times[i].session == session; i++) {
			while (k < to->count &&
			       trial_order(&to->times[k], &c->times[i]) < 0)
				k++;
			if (k < to->count &&
			    trial_order(&to->times[k], &c->times[i]) == 0)
				rounds[n++] = c->times[i].ns / to->times[k].ns;
		}
		if (n > 0)
			ret[sessions++] = stats_median(rounds, n);
	}
	return sessions;
}

struct estimate reference_ratio(const struct compared_case *c,
				const struct compared_case *reference, double confidence,
				double *scratch)
{
	const size_t old = session_ratios(&c->of[OLD], &reference->of[OLD], scratch);
	const size_t new =
		session_ratios(&c->of[NEW], &reference->of[NEW], scratch + old);

	return stats_welch_log(scratch, old, scratch + old, new, confidence);
}

double reference_threshold(const struct compared_case *reference)
{
	const double drift = fabs(log(reference->level.value));

	return fmax(COMPARE_RATIO_THRESHOLD, expm1(SHARE_OF_LEVEL * drift));
}

/* Whether two cases took turns in both runs, and can be compared. */
static bool took_turns(const struct compared_case *a, const struct compared_case *b)
{
	for (enum age age = OLD; age < AGE_COUNT; age++)
		if (a->of[age].times[0].group != b->of[age].times[0].group)
			return false;
	return true;
}

static bool is_judged(const struct compared_case *c)
{
	return c->judgement == JUDGED_INCONCLUSIVE || c->judgement == JUDGED_INDICATION;
}

/* A group's cases one after the other: the next one from index at on, or NULL. */
static struct compared_case *group_next(const struct comparison *comparison,
					const struct compared_case *first, size_t *at)
{
	while (*at < comparison->count) {
		struct compared_case *c = comparison->cases[(*at)++];

		if (is_judged(c) && took_turns(first, c))
			return c;
	}
	return NULL;
}

/* From what share of its group a case differs, if its ratios are to it. */
static double share_different(const struct comparison *comparison,
			      const struct compared_case *reference, double *scratch)
{
	const double most = 1 + reference_threshold(reference);
	const struct compared_case *c;
	size_t members = 0, different = 0;

	for (size_t at = 0; (c = group_next(comparison, reference, &at)); members++) {
		const struct estimate ratio =
			reference_ratio(c, reference, comparison->confidence, scratch);

		different += ratio.value > most || ratio.value < 1 / most;
	}
	return (double)different / (double)members;
}

/* If nearly all changed against the preferred case, but not against each other, then it
 * is simpler that this one changed, unless its level shows that it did not. */
static const struct compared_case *choose(const struct comparison *comparison,
					  const struct compared_case *preferred,
					  double *scratch)
{
	const struct compared_case *best = preferred, *c;
	double least = 1 - MOST;

	if (share_different(comparison, preferred, scratch) < MOST ||
	    stats_verdict(preferred->level, COMPARE_LEVEL_THRESHOLD) == SAME)
		return preferred;
	for (size_t at = 0; (c = group_next(comparison, preferred, &at));) {
		const double share = share_different(comparison, c, scratch);

		if (share < least || (share <= least && best == preferred)) {
			best = c;
			least = share;
		}
	}
	return best;
}

static const struct compared_case *prefer(const struct comparison *comparison,
					  const struct compared_case *first,
					  const char *mechanism)
{
	const struct compared_case *other = NULL, *c;

	for (size_t at = 0; (c = group_next(comparison, first, &at));) {
		if (strcmp(case_key(c, KEY_MECHANISM), mechanism) == 0)
			return c;
		if (!other && strcmp(case_key(c, KEY_FAMILY), YARDSTICKS) != 0)
			other = c;
	}
	return other ? other : first;
}

void references_choose(struct comparison *comparison, const char *mechanism,
		       double *scratch)
{
	for (size_t i = 0; i < comparison->count; i++) {
		struct compared_case *first = comparison->cases[i], *c;
		const struct compared_case *preferred, *reference;
		size_t at = i + 1;

		/* Alone, it has no ratio. */
		if (!is_judged(first) || first->reference ||
		    !group_next(comparison, first, &at))
			continue;
		preferred = prefer(comparison, first, mechanism);
		reference = choose(comparison, preferred, scratch);
		for (at = i; (c = group_next(comparison, first, &at));) {
			c->reference = reference;
			c->odd = preferred == reference ? NULL : preferred;
		}
	}
}
