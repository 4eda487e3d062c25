/* SPDX-License-Identifier: MIT */
/*
 * How rounds are conducted: by whom, how thoroughly, and which one it is.
 */
#pragma once

#include "base/random.h"
#include "machine/timer.h"
#include "pair/supervisor.h"

/* How thorough rounds are. */
struct thoroughness {
	unsigned settle_ms; /* pairs sleep first: young ones are too fast across CPUs */
	unsigned sweeps;    /* slices per case and round */
	double stretch;	    /* how many times longer slices are than usual */
	double paced_s;	    /* for which paced messages are due, per case and round: as
			     * many slices, up to sweeps, are made for that.  No
			     * whole number: what happens once a second is seen now
			     * and then once more, as the interval must know */
	double stream_s;    /* for which all cases of a group together stream across CPUs:
			     * those whose slices are long have fewer of them; 0: as if
			     * on one CPU */
	bool same_batch;    /* all cases of a group have as many messages per sample */
	uint32_t messages;  /* exactly as many in one slice, all counted; or 0 */
};

#define THOROUGH                                                                         \
	((struct thoroughness){.settle_ms = 200,                                         \
			       .sweeps = 30,                                             \
			       .stretch = 1,                                             \
			       .paced_s = 1.5,                                           \
			       .stream_s = 6})
#define QUICK                                                                            \
	((struct thoroughness){                                                          \
		.settle_ms = 100, .sweeps = 3, .stretch = 1, .stream_s = 1.5})

/* What all rounds of a run have in common, and which of them it is. */
struct round {
	struct supervisor *supervisor;
	struct random *random;
	struct timer timer;
	struct thoroughness thoroughness;
	unsigned session, number, group; /* recorded in the trials */

	/* For how long the machine has been suspended so far: clock_suspended_ns(). */
	uint64_t (*suspended_ns)(void);
};
