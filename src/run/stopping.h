/* SPDX-License-Identifier: MIT */
/*
 * When a run stops: after as many rounds as the user wants, or when the intervals are
 * narrow enough, or when its time is over.  Never when something is significant, which
 * would make false claims likely: see docs/method.md.  Where there is too little time for
 * as many rounds as an interval needs, some of the groups give way.  Pure.
 */
#pragma once

#include "figures/results.h"
#include "options/options.h"

struct stopping {
	size_t sessions;
	size_t rounds; /* of each session; 0: until the intervals are narrow enough */
	struct precision precision; /* how narrow that is */
	double limit_ns;	    /* of each session; infinite if there is none */
	unsigned gap_ms;	    /* from one session to the next */
};

/* What to do next in a session. */
enum step {
	STEP_ROUND, /* measure another round */
	STEP_LOOK,  /* end the session if the intervals are narrow enough */
	STEP_END,   /* end the session */
};

/* The rule for a run with these options. */
struct stopping stopping_for(const struct options *o);

/* What to do next in a session of which this many rounds are done. */
enum step stopping_next(const struct stopping *s, size_t rounds);

/* What of a session's time is spoken for, as far as is known. */
struct budget {
	double elapsed_ns; /* since the session began */
	size_t rounds;	   /* of it that are done */
	double round_ns;   /* what a round takes, of the groups that are part of it so far
			    */
	double done_ns;	   /* what has passed of the round under way */
};

/* Whether a group that takes that long can be part of the round too, and of those that an
 * interval still needs after it.  In the first round a part of the time is kept back, for
 * later ones that take longer. */
bool stopping_admits(const struct stopping *s, const struct budget *b, double group_ns);
