/* SPDX-License-Identifier: MIT */
/*
 * One case of a group while its round lasts.  What fails is left in its trial, and then
 * it takes no further part; only -EINTR is returned, as it ends the round as well.
 */
#pragma once

#include "figures/trial.h"
#include "run/calibrate.h"
#include "run/conduct.h"

struct member {
	struct trial *trial;
	struct pair *pair; /* NULL if there is nothing to measure, or no longer */
	struct pace pace;
	struct pace burst, run_in; /* slices before each one that counts; or zeroed */
	unsigned stride;   /* it has a slice in every sweep, every second, fourth ... */
	double message_ns; /* what a message takes, by the warm-up */
	double stolen_ns[SIDE_COUNT]; /* from each side's CPU before the first sweep */
};

/* How many sweeps a group has, of which c is a case. */
unsigned member_sweeps(const struct round *round, const struct ipc_case *c);

/* Opens the pair.  A failure is left in the trial, and returned: it may be tried again.
 */
int member_open(const struct round *round, struct member *m);

/* Ends a member's part in the round. */
int member_fail(struct member *m, int error);

/* Finds out how long a message takes, and how many to time together. */
int member_warm_up(const struct round *round, struct member *m);

/* Finds how long a stream runs in before each slice, if it may stream for stream_ns in
 * the round: 0 if it is not across CPUs. */
int member_find_run_in(const struct round *round, struct member *m, double stream_ns);

/* Decides on the pace, and makes room for what will be recorded. */
int member_reserve(const struct round *round, struct member *m, double stream_ns);

/* Runs a slice, and what comes before it. */
int member_slice(const struct round *round, struct member *m, unsigned sweep,
		 unsigned position, double distance_ns);

/* Records what happened to the member's CPUs, from one call to the other: for passed_ns.
 */
void member_watch(struct member *m);
void member_record(struct member *m, uint64_t passed_ns);
