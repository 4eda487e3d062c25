/* SPDX-License-Identifier: MIT */
/*
 * A round of one group: fresh pairs of processes for all its cases, alive at the same
 * time, take turns slice by slice in random order.
 *
 * On a machine that other things run on, only what is measured within a few milliseconds
 * of each other can be compared: see docs/method.md.
 */
#pragma once

#include "base/random.h"
#include "figures/trial.h"
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

struct round {
	struct supervisor *supervisor;
	struct random *random;
	struct timer timer;
	struct thoroughness thoroughness;
	unsigned session, number, group; /* recorded in the trials */

	/* For how long the machine has been suspended so far: clock_suspended_ns(). */
	uint64_t (*suspended_ns)(void);
};

/* The pairs of a group in one round. */
struct members;

/*
 * Opens the pairs of the cases of count trials, which trial_init() made, with what
 * earlier rounds have found of the cases.  They sleep until they are measured: so those
 * of the next group can grow old meanwhile.  Those that cannot be opened are tried once
 * more then.  Returns 0, -EINTR if the user wants to stop, or -ENOMEM.  In any case *ret
 * is for round_abandon(); round and trials must outlive it.
 */
int round_open(const struct round *round, struct trial *trials, size_t count,
	       struct members **ret);

/*
 * Measures the trials once, fills them in whatever comes of them, and closes the pairs.
 * A round in which the machine was suspended is measured again, three times at most.
 * Returns as round_open() does; the trials are the caller's to free in any case.
 */
int round_measure(struct members *members);

/* Closes what is still open, and frees the members.  Accepts NULL. */
void round_abandon(struct members *members);

/* All of this at once. */
int round_run(const struct round *round, struct trial *trials, size_t count);
