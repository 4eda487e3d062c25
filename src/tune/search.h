/* SPDX-License-Identifier: MIT */
/*
 * The search for the best value of one knob.  Pure: rounds are put in, and out comes
 * which arms to measure next and, in the end, what to advise.
 *
 * An arm is a value of the knob.  The arms of a round take turns slice by slice, and
 * what is kept of a round is each arm's log ratio to the untouched default: of time, or
 * CPU time, per message.  An arm that is clearly worse than the best is measured no
 * more, so that the time goes to those that are hard to tell apart; but nothing is
 * decided on intervals of less than six rounds except what is far off.
 */
#pragma once

#include "plan/case.h"
#include "stats/stats.h"

enum {
	TUNE_ARMS_MAX = 48,
	TUNE_ROUNDS_MAX = 40,
	TUNE_ALIVE_MAX = 24, /* pairs alive at the same time */
	TUNE_FINALISTS_MAX = 4,
};

#define TUNE_MARGIN 0.03 /* what is less than this apart makes no difference */

enum tune_role {
	ROLE_DEFAULT, /* the knob left alone */
	ROLE_BAD,     /* a setting that must be worse */
	ROLE_CANDIDATE,
	ROLE_ADVICE,
	ROLE_WITHDRAWN, /* advised, and not confirmed */
	ROLE_COUNT,
};

struct tune_arm {
	enum tune_role role;
	size_t value; /* of the knob; 0: left alone */
	bool dropped;
	double log_ratio[TUNE_ROUNDS_MAX]; /* to arm 0, by round; NaN: not measured */
};

struct tune_search {
	struct tune_arm arms[TUNE_ARMS_MAX]; /* ascending values after the defaults */
	size_t count;
	size_t base;   /* the arm that leaves the knob alone, but not those before it */
	size_t rounds; /* put in so far */
};

/* What to advise, and what it rests on. */
struct tune_advice {
	size_t arm;	      /* the base, unless another is certainly better */
	size_t best;	      /* the least ratio that was seen */
	size_t smallest;      /* of those within the margin of the best */
	struct estimate gain; /* ratio of that to the base */
	bool sure;	      /* all that was to be told apart was */
	bool flat;	      /* no candidate makes a difference beyond the margin */
	bool live;	      /* the bad one makes a difference, or might */
};

/*
 * The values of a knob that are worth trying for messages of size bytes, ascending: at
 * most what limit, 0 being none, lets anybody have, which is the last itself.  Chunks
 * of the message's size or more would be the same as none; queues are bounded by what
 * memory is good for.  Returns how many.
 */
size_t tune_values(const struct knob *knob, size_t size, size_t limit,
		   size_t values[static TUNE_ARMS_MAX]);

/* Sets up the arms: the untouched default, a second default if others are kept, the
 * bad value, and the candidates. */
void tune_begin(struct tune_search *s, bool kept, size_t bad, const size_t *values,
		size_t count);

/* The same for the default and so many candidates that are not values of one knob. */
void tune_begin_final(struct tune_search *s, size_t candidates);

/* The arms to measure next, at most TUNE_ALIVE_MAX, the default first and then those
 * with the fewest rounds.  Returns how many. */
size_t tune_pick(const struct tune_search *s, size_t chosen[static TUNE_ALIVE_MAX]);

/* Puts in a round, by arm, NaN for those not measured, and drops what is hopeless. */
void tune_add_round(struct tune_search *s, const double *log_ratios);

/* What one arm costs over another, in the rounds that both have; units is how many. */
struct estimate tune_ratio(const struct tune_search *s, size_t arm, size_t to);

/* Whether more rounds would change nothing. */
bool tune_is_settled(const struct tune_search *s);

/*
 * The arms that are worth a look in fresh rounds, ascending: the smallest that is, and
 * the smallest that may be, within the margin of the best, the best, and the next best,
 * as far as they seem better than the base by the margin.  Returns how many.
 */
size_t tune_finalists(const struct tune_search *s,
		      size_t arms[static TUNE_FINALISTS_MAX]);

/*
 * The smallest value whose ratio to the best is within the margin; the base if it is
 * itself, or if the gain over it is not certain, the more values the less.
 */
struct tune_advice tune_choose(const struct tune_search *s);
