/* SPDX-License-Identifier: MIT */
/*
 * How many messages a slice has, and how many a sample.
 *
 * A slice is to last about 2 ms: short enough for all cases of a group to see
 * the same machine, long enough to forget how it began.  A message is timed on
 * its own unless its round trip is under 100 readings of the clock, or steps of
 * it; below that a sample is a batch.  Nothing is subtracted.  A paced slice lasts as
 * long as a few hundred messages take to fall due, within bounds.
 */
#pragma once

#include "machine/timer.h"
#include "pair/pair.h"

struct pace {
	uint32_t count; /* samples in a slice */
	uint32_t batch; /* messages, or round trips, in a sample */
};

/*
 * Tries longer and longer slices with an open pair until one shows what a message
 * takes, and returns the pace in *ret and, in *first_ns, what the very first one
 * took: a round trip, or a stream of one.  batch is 0, or the one to keep to.
 * stretch makes slices so many times longer.  The failure is described as
 * pair_run() does.
 */
int calibrate(struct supervisor *sv, struct pair *p, const struct ipc_case *c,
	      struct timer timer, double stretch, uint32_t batch, struct pace *ret,
	      double *first_ns, struct failure *failure);

/* The pace for a case in which a message, or round trip, takes message_ns and
 * buffer bytes fit between the sides.  Pure. */
struct pace pace_for(const struct ipc_case *c, double message_ns, size_t buffer,
		     struct timer timer, double stretch, uint32_t batch);

/* How many busy_steps() take that long, by trying. */
uint32_t busy_steps_for(double ns);

/* The pace of one slice of exactly that many messages, 1 to UINT32_MAX: in as many
 * samples as divide them, which is one if it comes to the worst. */
struct pace pace_exact(const struct ipc_case *c, uint32_t messages);
