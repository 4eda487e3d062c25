/* SPDX-License-Identifier: MIT */
#include "tune/search.h"

#include <math.h>

#define BYTES_MAX (16 * 1024 * 1024) /* of a queue or ring, for one direction */

/* From this many rounds on the interval decides whether an arm is hopeless. */
#define ROUNDS_SURE 6

#define NO_ARM SIZE_MAX

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

/* Whether the advice could be this arm, the base or one behind it. */
static bool is_candidate(const struct tune_search *s, size_t arm)
{
	return s->arms[arm].role != ROLE_BAD && !s->arms[arm].dropped;
}

/* The arm with the lowest ratio, leaving out one arm or NO_ARM. */
static size_t arm_best(const struct tune_search *s, size_t without)
{
	double least = tune_ratio(s, s->base, 0).value;
	size_t best = s->base;

	for (size_t i = s->base + 1; i < s->count; i++) {
		const double value = tune_ratio(s, i, 0).value;

		if (is_candidate(s, i) && i != without && value < least) {
			least = value;
			best = i;
		}
	}
	return best;
}

static bool is_hopeless(const struct tune_search *s, size_t arm, size_t best)
{
	/* By how much each of an arm's first rounds must be worse than the best. */
	static const double margins[ROUNDS_SURE] = {INFINITY, 7, 3, 1, 0.25, 0.25};
	double values[TUNE_ROUNDS_MAX];
	const size_t n = differences(s, arm, best, values);

	if (n >= ROUNDS_SURE)
		return tune_ratio(s, arm, best).low > 1 + TUNE_MARGIN;
	for (size_t i = 0; i < n; i++)
		if (values[i] < log1p(margins[n]))
			return false;
	return n >= (s->arms[arm].role == ROLE_BAD ? 2 : 1);
}

void tune_add_round(struct tune_search *s, const double *log_ratios)
{
	size_t best;

	for (size_t i = 0; i < s->count; i++)
		s->arms[i].log_ratio[s->rounds] = log_ratios[i];
	s->rounds++;
	best = arm_best(s, NO_ARM);
	for (size_t i = s->base + 1; i < s->count; i++)
		s->arms[i].dropped |= is_hopeless(s, i, best);
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

bool tune_is_settled(const struct tune_search *s)
{
	const size_t best = arm_best(s, NO_ARM);

	for (size_t i = s->base; i < s->count; i++) {
		const struct estimate ratio = tune_ratio(s, i, best);

		if (i != best && is_candidate(s, i) && !(ratio.high <= 1 + TUNE_MARGIN) &&
		    !(ratio.low > 1 + TUNE_MARGIN))
			return false;
	}
	return true;
}

/* The base if it is within the margin of the best.  Otherwise the first arm, and so the
 * smallest value, that is, and that is better than the base by the margin. */
static size_t arm_smallest(const struct tune_search *s, size_t best)
{
	if (!(tune_ratio(s, s->base, best).value > 1 + TUNE_MARGIN))
		return s->base;
	for (size_t i = s->base + 1; i < s->count; i++)
		if (is_candidate(s, i) &&
		    tune_ratio(s, i, best).value <= 1 + TUNE_MARGIN &&
		    tune_ratio(s, i, s->base).value * (1 + TUNE_MARGIN) <= 1)
			return i;
	return best;
}

/* The first arm that may be within the margin of the best. */
static size_t arm_smallest_maybe(const struct tune_search *s, size_t best)
{
	for (size_t i = s->base + 1; i < s->count; i++) {
		const struct estimate ratio = tune_ratio(s, i, best);
		const double least = isnan(ratio.low) ? ratio.value : ratio.low;

		if (is_candidate(s, i) && least <= 1 + TUNE_MARGIN)
			return i;
	}
	return best;
}

size_t tune_finalists(const struct tune_search *s, size_t arms[static TUNE_FINALISTS_MAX])
{
	const size_t best = arm_best(s, NO_ARM);
	const size_t smallest = arm_smallest(s, best);
	const size_t maybe = arm_smallest_maybe(s, best);
	const size_t next = arm_best(s, best);
	size_t n = 0;

	for (size_t i = s->base + 1; i < s->count; i++)
		if ((i == best || i == smallest || i == maybe || i == next) &&
		    tune_ratio(s, i, s->base).value * (1 + TUNE_MARGIN) <= 1)
			arms[n++] = i;
	return n;
}

/* Whether an arm is certainly better than the base: at 95 %, one-sided, corrected for the
 * number of candidates that it was chosen from. */
static bool is_certain(const struct tune_search *s, size_t arm)
{
	size_t candidates = 0;

	for (size_t i = 0; i < s->count; i++)
		candidates += s->arms[i].role == ROLE_CANDIDATE;
	return ratio_at(s, arm, s->base,
			1 - 2 * (1 - STATS_CONFIDENCE) / (double)candidates)
		       .high < 1;
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
	const size_t best = arm_best(s, NO_ARM);
	const size_t arm = arm_smallest(s, best);
	struct tune_advice advice = {
		.arm = arm,
		.best = best,
		.smallest = arm,
		.flat = is_flat(s, best),
		.has_effect = has_effect(s),
	};

	if (!is_certain(s, arm))
		advice.arm = s->base;
	return advice;
}
