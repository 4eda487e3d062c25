/* SPDX-License-Identifier: MIT */
/*
 * The search for the best value of one knob.  Pure: measured rounds are put in; what
 * comes out is which arms to measure next and, in the end, what to advise.
 *
 * An arm is a value of the knob.  The arms of a round take turns slice by slice, and what
 * is kept of a round is each arm's log ratio to the untouched default: of time, or of CPU
 * time, per message.  An arm that is clearly worse than another is not measured again, so
 * that the time goes to arms that are hard to tell apart.
 *
 * The arm with the lowest ratio is the best by chance as well, so all are compared with
 * all, by intervals that hold for all candidates together: what is not shown to be worse
 * than any other is what may be the best (subset selection: Gupta, Technometrics 7, 1965,
 * with Bonferroni's correction).  With too few rounds for an interval only arms that are
 * far off are dropped.
 */
#pragma once

#include "plan/case.h"
#include "stats/stats.h"

enum {
	TUNE_ARMS_MAX = 48,
	TUNE_ROUNDS_MAX = 40,
	TUNE_ALIVE_MAX = 24, /* pairs alive at the same time */
	TUNE_FINALISTS_MAX = 8,
};

#define TUNE_MARGIN 0.03 /* a smaller difference does not matter */
#define TUNE_WIDE 0.10	 /* an interval that is wider, end to end, decides nothing */

enum tune_role {
	ROLE_DEFAULT, /* the knob left alone */
	ROLE_BAD,     /* a value that must be worse if the knob has any effect */
	ROLE_CANDIDATE,
	ROLE_ADVICE,
	ROLE_WITHDRAWN, /* advised, and not confirmed */
	ROLE_COUNT,
};

/* How a value stands beside the best one. */
enum tune_standing {
	VALUE_NONE,	 /* not measured together with it */
	VALUE_GOOD,	 /* not shown to be worse by the margin */
	VALUE_UNDECIDED, /* nor that, as the interval is wide or there is none */
	VALUE_DROPPED,	 /* clearly worse, so not measured to the end */
	VALUE_WORSE,	 /* a finalist, and clearly worse */
	VALUE_COUNT,
};

struct tune_arm {
	enum tune_role role;
	bool dropped;
	double log_ratio[TUNE_ROUNDS_MAX]; /* to arm 0, by round; NaN: not measured */
};

struct tune_search {
	struct tune_arm arms[TUNE_ARMS_MAX];
	size_t count;
	size_t base;   /* the arm that advice is compared with: the last default */
	size_t rounds; /* put in so far */
};

struct tune_advice {
	size_t arm;	 /* the base, unless another is certainly better */
	size_t best;	 /* the arm with the lowest ratio */
	size_t smallest; /* of the arms that are good enough: see tune_choose() */
	bool alone;	 /* all other candidates are shown to be worse than the best */
	bool flat;	 /* no candidate makes a difference beyond the margin */
	bool has_effect; /* the bad value makes a difference, or may */
};

/*
 * Stores the values of a knob that are worth trying for messages of size bytes,
 * ascending, and returns how many.  limit is the most that the machine lets users have,
 * or 0: where it is lower than the knob's own maximum it is the last value.  Chunks of
 * the message's size or more would be no chunks; queues are bounded by the memory they
 * may take.
 */
size_t tune_values(const struct knob *knob, size_t size, size_t limit,
		   size_t values[static TUNE_ARMS_MAX]);

/* Adds an arm to a search, which is zeroed at first: the untouched default first, and
 * candidates ascending.  A further ROLE_DEFAULT, where other knobs are set already,
 * becomes the base. */
void tune_add_arm(struct tune_search *s, enum tune_role role);

/* Stores which arms to measure next, the defaults first and then those with the fewest
 * rounds, and returns how many. */
size_t tune_pick(const struct tune_search *s, size_t chosen[static TUNE_ALIVE_MAX]);

/*
 * Puts in a round, by arm, NaN for those not measured, and drops arms that are shown to
 * be worse than another by the margin; before there are intervals, those that were eight
 * times worse than the best in each of two rounds, four times in three, twice in four, or
 * by a quarter in five.
 */
void tune_add_round(struct tune_search *s, const double *log_ratios);

/* The ratio of one arm to another over the rounds that have both; units is their number.
 */
struct estimate tune_ratio(const struct tune_search *s, size_t arm, size_t to);

/* The same with an interval that holds for all candidates together: each end at 95 %. */
struct estimate tune_ratio_together(const struct tune_search *s, size_t arm, size_t to);

/* How an arm stands by its ratio to the best one, which is stored in *ratio. */
enum tune_standing tune_standing(const struct tune_search *s, size_t arm,
				 struct estimate *ratio);

/* Whether more rounds would change nothing. */
bool tune_is_settled(const struct tune_search *s);

/*
 * Stores which arms deserve fresh rounds, ascending, and returns how many: those that may
 * be the best and that seem better than the base by the margin; of too many those with
 * the lowest ratios.
 */
size_t tune_finalists(const struct tune_search *s,
		      size_t arms[static TUNE_FINALISTS_MAX]);

/*
 * Advises the smallest value that is good enough: it is not shown to be worse than any
 * other by the margin, and either its interval shows that it is within TUNE_WIDE of the
 * best, or, where the interval does not reach that far, its estimate is within the
 * margin. If the base is within the margin, or if the gain over it is not certain, given
 * the number of candidates, the advice is the base.
 */
struct tune_advice tune_choose(const struct tune_search *s);
