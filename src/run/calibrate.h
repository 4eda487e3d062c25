/* SPDX-License-Identifier: MIT */
/*
 * The pace of a case: how many messages a slice and a sample of it have.
 *
 * A slice lasts about 2 ms, 3 ms if the sides do not sleep: short enough for all cases of
 * a group to see the same machine, long enough for its beginning not to matter.  A
 * message is timed on its own unless its round trip is shorter than 100 readings, or 100
 * steps, of the clock; then a sample is a batch.  Nothing is subtracted.  A slice of
 * paced messages lasts a tenth of a second, or until a few hundred of them were due,
 * within bounds.
 */
#pragma once

#include "machine/timer.h"
#include "pair/pair.h"

struct pace {
	uint32_t count; /* samples in a slice */
	uint32_t batch; /* messages, or round trips, in a sample */
};

/*
 * Runs longer and longer slices of an open pair until one shows how long a message takes.
 * Stores the pace in *ret and in *first_ns how long the first message took: a round trip,
 * or a stream of one.  batch is that of earlier rounds, or 0.  Slices are stretch times
 * as long as usual.  Returns and describes failures as pair_run() does.
 */
int calibrate(struct supervisor *sv, struct pair *p, const struct ipc_case *c,
	      struct timer timer, double stretch, uint32_t batch, struct pace *ret,
	      double *first_ns, struct failure *failure);

/* The pace of a case in which a message, or round trip, takes message_ns, and buffer
 * bytes fit between the sides.  Pure. */
struct pace pace_for(const struct ipc_case *c, double message_ns, size_t buffer,
		     struct timer timer, double stretch, uint32_t batch);

/* The pace of a stream that lasts that long. */
struct pace pace_lasting(double ns, double message_ns);

/*
 * Streams between CPUs: they begin slowly, while both sides sleep at each message, and it
 * takes up to a few hundred milliseconds until they overlap.  So a slice begins with a
 * run-in, which does not count, and then counts for twice as long.
 */

#define SLICE_RUN_INS 3 /* how many times as long as its run-in a slice is */

/* The longest run-in, in ns, of a case that may stream for that long in each round. */
double run_in_limit_ns(double stream_ns);

/* Finds a case's run-in: windows of a stream, each as long as all before it, until two of
 * them are not faster by 5 % than the fastest so far, at the end of which the run-in
 * ends. It is limit_ns at most.  message_ns is about what a message takes, and is
 * replaced by what the last one did.  Returns and describes failures as pair_run() does.
 */
int calibrate_run_in(struct supervisor *sv, struct pair *p, double limit_ns,
		     double *message_ns, double *ret_ns, struct failure *failure);

/* The search for it: zeroed, then given the windows one by one.  Pure. */
struct run_in_search {
	double fastest_ns; /* per message */
	double run_in_ns;
	unsigned since; /* windows since the fastest */
};

/* Adds a window that ended so long after the stream began.  Returns whether it is over.
 */
bool run_in_add(struct run_in_search *s, double end_ns, double message_ns);

/* Measures how many busy_steps() take that long. */
uint32_t busy_steps_for(double ns);

/* The pace of one slice of exactly that many messages, 1 to UINT32_MAX, in as many
 * samples as possible: their number divides that of the messages. */
struct pace pace_exact(const struct ipc_case *c, uint32_t messages);
