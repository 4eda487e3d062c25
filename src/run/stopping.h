/* SPDX-License-Identifier: MIT */
/*
 * When a run stops: after as many rounds as the user wants, or when the intervals are
 * narrow enough, or when its time is over.  Never when something is significant, which
 * would make false claims likely: see docs/method.md.  Pure.
 */
#pragma once

#include "figures/results.h"
#include "options/options.h"

struct stopping {
	size_t sessions;
	size_t rounds; /* of each session; 0: until the intervals are narrow enough */
	struct precision precision; /* how narrow that is */
	double limit_ns;	    /* of the run; infinite if there is none */
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

/* Whether another round, if it took as long as the longest so far, would end beyond the
 * limit. */
bool stopping_is_late(const struct stopping *s, double elapsed_ns,
		      double longest_round_ns);
