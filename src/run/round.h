/* SPDX-License-Identifier: MIT */
/*
 * A round of one group: fresh pairs of all its cases, alive at the same time,
 * taking turns slice by slice in an order that chance decides.
 *
 * On a machine that other things run on, only what is measured within a few
 * milliseconds of each other can be compared: see docs/method.md.
 */
#pragma once

#include "base/random.h"
#include "figures/trial.h"
#include "machine/timer.h"
#include "pair/supervisor.h"

/* How thorough, the same for all rounds of a run. */
struct thoroughness {
	unsigned settle_ms; /* young pairs are too fast across CPUs */
	unsigned sweeps;    /* slices per case and round */
	double stretch;	    /* how many times longer slices are than usual */
	bool same_batch;    /* as many messages per sample in all cases of a group */
	uint32_t messages;  /* in one slice, of which nothing is dropped; 0: as usual */
};

#define THOROUGH ((struct thoroughness){.settle_ms = 200, .sweeps = 30, .stretch = 1})
#define QUICK ((struct thoroughness){.settle_ms = 100, .sweeps = 3, .stretch = 1})

struct round {
	struct supervisor *supervisor;
	struct random *random;
	struct timer timer;
	struct thoroughness thoroughness;
	unsigned session, number, group; /* recorded in the trials */

	/* For how long the machine has been suspended so far: clock_suspended_ns(). */
	uint64_t (*suspended_ns)(void);
};

/*
 * Measures the cases of count trials once.  The trials are filled in, whatever comes of
 * them, and are the caller's to free.  batch[i] is 0 at first; the first round sets it
 * and the others keep to it.  A round in which the machine was suspended is measured
 * again, three times at most.  Returns 0, or -EINTR if the user wants to stop, and then
 * the trials are empty again.
 */
int round_run(const struct round *round, struct trial *trials, size_t count,
	      uint32_t *batch);
