/* SPDX-License-Identifier: MIT */
/*
 * A run: rounds of all groups of a plan, in an order that chance decides, until the
 * intervals are narrow enough or the time is up.
 */
#pragma once

#include "figures/results.h"
#include "plan/plan.h"
#include "remote/peer.h"
#include "run/round.h"
#include "run/stopping.h"

/* Takes a trial as soon as it is finished.  0, or -errno, which ends the run. */
typedef int on_trial_fn(void *context, const struct trial *t);

struct run {
	const struct options *o;
	struct topology topology;
	struct supervisor supervisor;
	struct random random;
	uint64_t seed; /* of random: as asked for, or any */
	struct round round;
	struct stopping stopping;
	struct plan plan;
	struct results results;
	struct hello other;    /* of ab --with */
	struct peer peer;      /* of --peer and --connect */
	on_trial_fn *on_trial; /* set by the caller before anything is measured */
	void *context;
	uint32_t *batch;
	uint64_t begin_ns;
	uint64_t longest_round_ns;
	bool measured; /* anything */
	bool failed;   /* a trial */
	bool lost;     /* the peer */
};

/* Plans the run, blocks the signals that stop it and looks at the machine.  Returns
 * as plan_make() does; run_free() is due in any case. */
int run_prepare(struct run *run, const struct options *o,
		char message[static MESSAGE_SIZE]);

/* Measures.  -EINTR if the user stopped it: what is finished is in run->results and
 * has been handed on all the same. */
int run_measure(struct run *run);

/* Hands on finished trials.  0, -errno of on_trial(), or -EHOSTDOWN if the peer is lost.
 */
int run_deliver(struct run *run, const struct trial *trials, size_t count);

/* Removes the line that shows progress.  Returns whether the user wants such a line:
 * stderr is a terminal, and quiet is not asked for. */
bool run_clear_progress(const struct run *run);

/* Nanoseconds since the run began, as seconds. */
double run_seconds(const struct run *run);

void run_free(struct run *run);
