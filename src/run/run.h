/* SPDX-License-Identifier: MIT */
/*
 * A run: rounds of all groups of a plan, in random order, until the intervals are narrow
 * enough or the time is over.
 */
#pragma once

#include "figures/results.h"
#include "plan/plan.h"
#include "remote/peer.h"
#include "run/round.h"
#include "run/stopping.h"

/* Receives each trial as soon as it is finished.  0, or -errno, which ends the run. */
typedef int on_trial_fn(void *context, const struct trial *t);

/* The turns of a group so far. */
struct turns {
	double ns; /* all of them took */
	size_t count;
	size_t missed; /* in rounds that had no time for it, not made up for since */
	bool left_out; /* for good: there is no time for enough of them */
};

struct run {
	const struct options *o;
	struct topology topology;
	struct supervisor supervisor;
	struct random random;
	uint64_t seed; /* of random */
	struct round round;
	unsigned sweeps_least, sweeps_most; /* of a round, so far */
	struct stopping stopping;
	struct plan plan;
	struct results results;
	struct hello other;    /* of ab --with */
	struct peer peer;      /* of --peer and --connect */
	on_trial_fn *on_trial; /* set by the caller before anything is measured */
	void *context;
	uint64_t begin_ns;
	uint64_t session_begin_ns;
	struct turns *turns; /* owned; of each group */
	size_t *rank;	     /* owned; groups, the most important first */
	bool measured;	     /* a trial was measured */
	bool failed;	     /* a trial failed */
	bool lost;	     /* the peer can no longer be reached */
};

/* Plans the run, blocks the signals that stop it and looks at the machine.  Returns as
 * plan_make() does; the caller calls run_free() in any case. */
int run_prepare(struct run *run, const struct options *o,
		char message[static MESSAGE_SIZE]);

/* Measures (sessions.c).  0, -EINTR if the user stopped it, or another -errno.  In any
 * case run->results has what was finished. */
int run_measure(struct run *run);

/* Passes finished trials to on_trial().  0, what that returned, or -EHOSTDOWN if the peer
 * is lost. */
int run_deliver(struct run *run, const struct trial *trials, size_t count);

/* Removes the line that shows progress.  Returns whether the user wants such a line:
 * stderr is a terminal, and quiet is not asked for. */
bool run_clear_progress(const struct run *run);

/* The time since the run began, in seconds. */
double run_seconds(const struct run *run);

void run_free(struct run *run);
