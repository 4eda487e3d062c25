/* SPDX-License-Identifier: MIT */
/*
 * The tuner: for each mechanism, size and placement it searches knob after knob, lets
 * fresh rounds decide between the values that did well, and may verify what it advises.
 */
#pragma once

#include "tune/experiment.h"

struct tuner {
	struct options options;	      /* the user's, completed */
	struct run *run;	      /* prepared and freed by the caller */
	struct tune_results results;  /* freed by the caller */
	struct experiment experiment; /* the one under way */
};

/* Takes the user's options and completes what they leave open.  The tuner is zeroed at
 * first; the caller then prepares the run from t->options. */
void tuner_init(struct tuner *t, const struct options *o, struct run *run);

/* Makes the tasks, one for each mechanism, size and placement of the prepared run that
 * has a knob: t->results.count says how many.  0 or -ENOMEM. */
int tuner_plan(struct tuner *t);

/* Carries out the tasks.  0, -EINTR if the user stopped it, after which the results hold
 * what was finished, or another -errno. */
int tuner_measure(struct tuner *t);
