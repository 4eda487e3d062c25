/* SPDX-License-Identifier: MIT */
#include "tune/search.h"

#include <math.h>

#define BYTES_MAX (16 * 1024 * 1024) /* of a queue or ring, for one direction */

/* ---- the arms ---- */

static bool value_is_sensible(const struct knob *knob, size_t value, size_t size)
{
	if (knob->setting == SET_CHUNK)
		return value < size;
	return knob->setting != SET_DEPTH || value <= BYTES_MAX / (size ? size : 1) ||
	       value == knob->least;
}

size_t tune_values(const struct knob *knob, size_t size, size_t limit,
		   size_t values[static TUNE_ARMS_MAX])
{
	const size_t most = limit && limit < knob->most ? limit : knob->most;
	size_t n = 0;

	for (size_t value = knob->least; value <= most && n < TUNE_ARMS_MAX - 4;
	     value *= knob->factor)
		if (value_is_sensible(knob, value, size))
			values[n++] = value;
	if (n > 0 && values[n - 1] < most && value_is_sensible(knob, most, size))
		values[n++] = most;
	return n;
}

void tune_add_arm(struct tune_search *s, enum tune_role role)
{
	if (role == ROLE_DEFAULT)
		s->base = s->count;
	s->arms[s->count++] = (struct tune_arm){.role = role};
}

/* ---- rounds ---- */

/* The log ratios of one arm to another. */
static size_t differences(const struct tune_search *s, size_t arm, size_t to,
			  double values[static TUNE_ROUNDS_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < s->rounds; i++) {
		values[n] = s->arms[arm].log_ratio[i] - s->arms[to].log_ratio[i];
		n += !isnan(values[n]);
	}
	return n;
}

static struct estimate ratio_at(const struct tune_search *s, size_t arm, size_t to,
				double confidence)
{
	double values[TUNE_ROUNDS_MAX];
	const size_t n = differences(s, arm, to, values);
	const struct estimate none = {NAN, NAN, NAN, 0};

	return n ? stats_ratio(values, n, confidence).hl : none;
}

struct estimate tune_ratio(const struct tune_search *s, size_t arm, size_t to)
{
	return ratio_at(s, arm, to, STATS_CONFIDENCE);
}

struct estimate tune_ratio_together(const struct tune_search *s, size_t arm, size_t to)
{
	size_t candidates = 0;

	for (size_t i = 0; i < s->count; i++)
		candidates += s->arms[i].role == ROLE_CANDIDATE;
	return ratio_at(s, arm, to,
			1 - 2 * (1 - STATS_CONFIDENCE) / fmax(1, (double)candidates));
}

/* Whether the advice could be this arm, the base or one behind it. */
static bool is_candidate(const struct tune_search *s, size_t arm)
{
	return s->arms[arm].role != ROLE_BAD && !s->arms[arm].dropped;
}

/* The arm with the lowest ratio. */
static size_t arm_best(const struct tune_search *s)
{
	double least = tune_ratio(s, s->base, 0).value;
	size_t best = s->base;

	for (size_t i = s->base + 1; i < s->count; i++) {
		const double value = tune_ratio(s, i, 0).value;

		if (is_candidate(s, i) && value < least) {
			least = value;
			best = i;
		}
	}
	return best;
}

/* Whether an arm is shown to be worse than another that may be advised. */
static bool is_worse(const struct tune_search *s, size_t arm)
{
	for (size_t i = s->base; i < s->count; i++)
		if (i != arm && is_candidate(s, i) &&
		    tune_ratio_together(s, arm, i).low > 1 + TUNE_MARGIN)
			return true;
	return false;
}

/* Whether an arm was so much worse than the best in each of a few rounds that no interval
 * is needed. */
static bool is_far_off(const struct tune_search *s, size_t arm, size_t best)
{
	static const double margins[] = {INFINITY, INFINITY, 7, 3, 1, 0.25};
	const size_t last = sizeof(margins) / sizeof(margins[0]) - 1;
	double values[TUNE_ROUNDS_MAX];
	const size_t n = differences(s, arm, best, values);

	for (size_t i = 0; i < n; i++)
		if (values[i] < log1p(margins[n < last ? n : last]))
			return false;
	return n > 0;
}

void tune_add_round(struct tune_search *s, const double *log_ratios)
{
	size_t best;

	for (size_t i = 0; i < s->count; i++)
		s->arms[i].log_ratio[s->rounds] = log_ratios[i];
	s->rounds++;
	best = arm_best(s);
	for (size_t i = s->base + 1; i < s->count; i++)
		s->arms[i].dropped |= is_far_off(s, i, best) || is_worse(s, i);
}

size_t tune_pick(const struct tune_search *s, size_t chosen[static TUNE_ALIVE_MAX])
{
	double values[TUNE_ROUNDS_MAX];
	size_t n = 0;

	for (; n <= s->base; n++)
		chosen[n] = n;
	for (size_t rounds = 0; rounds <= s->rounds; rounds++)
		for (size_t i = s->base + 1; i < s->count && n < TUNE_ALIVE_MAX; i++)
			if (!s->arms[i].dropped && differences(s, i, 0, values) == rounds)
				chosen[n++] = i;
	return n;
}

/* ---- the advice ---- */

enum tune_standing tune_standing(const struct tune_search *s, size_t arm,
				 struct estimate *ratio)
{
	const size_t best = arm_best(s);

	*ratio = tune_ratio_together(s, arm, best);
	if (s->arms[arm].dropped)
		return VALUE_DROPPED;
	if (isnan(ratio->value))
		return VALUE_NONE;
	return arm == best || ratio->high <= ratio->low * (1 + TUNE_WIDE)
		       ? VALUE_GOOD
		       : VALUE_UNDECIDED;
}

bool tune_is_settled(const struct tune_search *s)
{
	const size_t best = arm_best(s);

	for (size_t i = s->base; i < s->count; i++) {
		const struct estimate ratio = tune_ratio_together(s, i, best);

		if (i != best && is_candidate(s, i) && !(ratio.high <= 1 + TUNE_MARGIN) &&
		    !(ratio.low > 1 + TUNE_MARGIN))
			return false;
	}
	return true;
}

static bool is_good_enough(const struct tune_search *s, size_t arm, size_t best)
{
	const struct estimate ratio = tune_ratio_together(s, arm, best);

	return is_candidate(s, arm) && !is_worse(s, arm) &&
	       (ratio.value <= 1 + TUNE_MARGIN || ratio.high <= 1 + TUNE_WIDE);
}

/* Whether an arm seems better than the base by the margin. */
static bool is_gain(const struct tune_search *s, size_t arm)
{
	return tune_ratio(s, arm, s->base).value * (1 + TUNE_MARGIN) <= 1;
}

/* The base if it is within the margin of the best.  Otherwise the first arm, and so the
 * smallest value, that is good enough, and that is better than the base. */
static size_t arm_smallest(const struct tune_search *s, size_t best)
{
	if (!(tune_ratio(s, s->base, best).value > 1 + TUNE_MARGIN))
		return s->base;
	for (size_t i = s->base + 1; i < s->count; i++)
		if (is_good_enough(s, i, best) && is_gain(s, i))
			return i;
	return best;
}

/* Whether all other candidates are certainly worse than the best. */
static bool is_alone(const struct tune_search *s, size_t best)
{
	for (size_t i = s->base; i < s->count; i++)
		if (i != best && is_candidate(s, i) &&
		    !(tune_ratio_together(s, i, best).low > 1))
			return false;
	return true;
}

size_t tune_finalists(const struct tune_search *s, size_t arms[static TUNE_FINALISTS_MAX])
{
	bool out[TUNE_ARMS_MAX];
	size_t n = 0, left = 0;

	for (size_t i = 0; i < s->count; i++) {
		out[i] = i <= s->base || !is_candidate(s, i) || !is_gain(s, i);
		left += !out[i];
	}
	for (; left > TUNE_FINALISTS_MAX; left--) {
		size_t worst = s->count;

		for (size_t i = 0; i < s->count; i++)
			if (!out[i] &&
			    (worst == s->count ||
			     tune_ratio(s, i, 0).value > tune_ratio(s, worst, 0).value))
				worst = i;
		out[worst] = true;
	}
	for (size_t i = 0; i < s->count; i++)
		if (!out[i])
			arms[n++] = i;
	return n;
}

/* Whether an arm is certainly better than the base. */
static bool is_certain(const struct tune_search *s, size_t arm)
{
	return tune_ratio_together(s, arm, s->base).high < 1;
}

static bool is_flat(const struct tune_search *s, size_t best)
{
	for (size_t i = s->base; i < s->count; i++)
		if (s->arms[i].role != ROLE_BAD &&
		    tune_ratio(s, i, best).value > 1 + TUNE_MARGIN)
			return false;
	return true;
}

/* Whether the bad value differs from the base, for better or worse.  Where the interval
 * cannot tell, a difference that looks large counts. */
static bool has_effect(const struct tune_search *s)
{
	for (size_t i = s->base; i < s->count; i++) {
		const struct estimate ratio = tune_ratio(s, i, s->base);

		if (s->arms[i].role == ROLE_BAD && ratio.low <= 1 && ratio.high >= 1)
			return fabs(log(ratio.value)) > log1p(2 * TUNE_MARGIN);
	}
	return true;
}

struct tune_advice tune_choose(const struct tune_search *s)
{
	const size_t best = arm_best(s);
	const size_t arm = arm_smallest(s, best);
	struct tune_advice advice = {
		.arm = arm,
		.best = best,
		.smallest = arm,
		.alone = is_alone(s, best),
		.flat = is_flat(s, best),
		.has_effect = has_effect(s),
	};

	if (!is_certain(s, arm))
		advice.arm = s->base;
	return advice;
}
