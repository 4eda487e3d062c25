/* SPDX-License-Identifier: MIT */
/*
 * The tuner: for each mechanism, size and placement it searches knob after knob, lets
 * fresh rounds decide between the values that did well, and may verify what it advises.
 */
#pragma once

#include "tune/experiment.h"

struct tuner {
	struct run *run;	      /* prepared and freed by the caller */
	struct tune_results results;  /* freed by the caller */
	struct experiment experiment; /* the one under way */
};

/* Makes the tasks, one for each mechanism, size and placement of the prepared run that
 * has a knob: t->results.count says how many.  0 or -ENOMEM. */
int tuner_plan(struct tuner *t);

/* Carries out the tasks.  0, -EINTR if the user stopped it, after which the results hold
 * what was finished, or another -errno. */
int tuner_measure(struct tuner *t);
