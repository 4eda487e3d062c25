/* SPDX-License-Identifier: MIT */
/*
 * A run: rounds of all groups of a plan, in an order that chance decides, until the
 * intervals are narrow enough or the time is up.
 */
#pragma once

#include "figures/results.h"
#include "machine/host.h"
#include "output/csv.h"
#include "plan/plan.h"
#include "remote/peer.h"
#include "run/round.h"

struct run {
	const struct options *o;
	struct topology topology;
	struct supervisor supervisor;
	struct random random;
	struct round round;
	struct plan plan;
	struct results results;
	struct host host;
	struct hello other; /* of ab --with */
	struct peer peer;   /* of --peer and --connect */
	struct csv csv;	    /* csv.trials is NULL if there is no --output */
	uint32_t *batch;
	uint64_t begin_ns;
	uint64_t longest_round_ns;
	bool measured; /* anything */
	bool failed;   /* a trial */
	bool lost;     /* the peer */
	int unwritten; /* -errno of the first results that could not be written, or 0 */
};

/* Plans the run, blocks the signals that stop it and looks at the machine.  Returns
 * as plan_make() does; run_free() is due in any case. */
int run_prepare(struct run *run, const struct options *o,
		char message[static PLAN_MESSAGE_SIZE]);

/* Opens the results' directory, if there is to be one; -EEXIST if it has some. */
int run_open_output(struct run *run, int argc, char **argv);

/* Measures.  -EINTR if the user stopped it: what is finished is in run->results and
 * on disk all the same. */
int run_measure(struct run *run);

/* Puts finished trials on disk, if there is an output, and says at once which failed. */
int run_record(struct run *run, const struct trial *trials, size_t count);

/* How narrow the user wants the intervals. */
struct precision run_precision(const struct run *run);

/* Nanoseconds since the run began, as seconds. */
double run_seconds(const struct run *run);

void run_free(struct run *run);
