/* SPDX-License-Identifier: MIT */
/*
 * What else ran on the CPUs of a run's trials.  Medians over rounds hide it, so its worst
 * is kept, and it is told.
 */
#pragma once

#include "figures/trial.h"
#include "machine/influences.h"

enum { DISTURBANCE_ROUNDS = 4 };

/* Of one kind; zeroed at the start. */
struct disturbance {
	double worst;	/* share of a trial's time; 0 if none was too much */
	unsigned count; /* rounds with too much of it in any trial */
	unsigned rounds[DISTURBANCE_ROUNDS]; /* the first of them */
	unsigned last;
};

struct disturbances {
	struct disturbance stolen; /* by the hypervisor: more than 5 % */
	struct disturbance waited; /* ready to run, on two CPUs: more than 20 % */
};

/* Adds a trial; those of a round follow each other. */
void disturbances_add(struct disturbances *all, const struct trial *t);

/* Adds what matters to what the user is warned of. */
void disturbances_tell(const struct disturbances *all, struct influences *influences);
