/* SPDX-License-Identifier: MIT */
/*
 * What about a machine moves figures: each influence, whether it is as it should be here,
 * what it does to which figures, and the line that changes it.
 *
 * Influences are values that follow from facts: nothing is looked at, printed or changed.
 * Those that are amiss are the warnings of a run.
 */
#pragma once

#include "machine/facts.h"

enum { INFLUENCES_MAX = 64, INFLUENCE_TEXT_SIZE = 320 };

/* How an influence stands on this machine. */
enum standing {
	STANDING_UNKNOWN, /* this machine does not say */
	STANDING_FINE,
	STANDING_NOTED, /* it moves figures, but is as on most machines */
	STANDING_AMISS, /* it bends figures: a warning of a run */
	STANDING_LIMIT, /* how much the kernel grants of something */
	STANDING_COUNT,
};

/* How sure it is that it does what it is said to do. */
#define BASIS_MEASURED "measured"     /* here and now */
#define BASIS_DOCUMENTED "documented" /* by the kernel */
#define BASIS_LIKELY "likely"	      /* by experience */

struct influence {
	const char *slug;
	enum standing standing;
	char state[128];    /* what is the case: "CPU governor is powersave" */
	const char *effect; /* on which figures, and how */
	const char *basis;  /* one of those above */
	const char *fix;    /* the line to type, or what to do instead; "": nothing */
};

/* Start from a zeroed one. */
struct influences {
	struct influence at[INFLUENCES_MAX];
	size_t count;
};

/* Adds all influences, each once.  A missing fact equals nothing and exceeds nothing, so
 * it never makes an influence amiss: an empty governor file is not a wrong governor. */
void influences_add(struct influences *influences, const struct facts *facts);

/* Adds how much the kernel grants of what mechanisms need. */
void influences_add_limits(struct influences *influences, const struct facts *facts);

/* Adds one.  A state that is too long is cut. */
struct influence *influence_add(struct influences *influences, const char *slug,
				enum standing standing);

/* What is amiss, and what it does: one sentence. */
const char *influence_text(const struct influence *of,
			   char text[static INFLUENCE_TEXT_SIZE]);
