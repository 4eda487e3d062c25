/* SPDX-License-Identifier: MIT */
/*
 * What else ran on the CPUs of a run's trials.  Medians over rounds hide it, so its worst
 * is kept, and it is told.  A round is disturbed if more than one in eight of its trials
 * is: short trials have now and then met one tick of something else, and the threads of
 * some libraries wait for each other, in 3 to 10 % of the trials of quiet runs, where
 * disturbed rounds had 18 to 20 %.
 */
#pragma once

#include "figures/trial.h"
#include "machine/influences.h"

enum { DISTURBANCE_ROUNDS = 4 };

/* Of one kind; zeroed at the start. */
struct disturbance {
	double worst;	/* share of a trial's time; 0 if no round had too much */
	unsigned count; /* rounds with too much of it */
	unsigned rounds[DISTURBANCE_ROUNDS]; /* the first of them */

	/* Of the round under way. */
	unsigned round, trials, disturbed;
	double round_worst;
};

struct disturbances {
	struct disturbance stolen; /* by the hypervisor: more than 5 % */
	struct disturbance waited; /* ready to run, on two CPUs: more than 20 % */
};

/* Adds a trial; those of a round follow each other. */
void disturbances_add(struct disturbances *all, const struct trial *t);

/* Adds what matters to what the user is warned of, after the last trial. */
void disturbances_tell(const struct disturbances *all, struct influences *influences);
