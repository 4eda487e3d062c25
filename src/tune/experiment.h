/* SPDX-License-Identifier: MIT */
/*
 * An experiment: the arms of a search, at one size and placement, measured round by round
 * until the search is settled or its time is over.
 */
#pragma once

#include "run/run.h"
#include "tune/results.h"

/* An arm at one pattern. */
struct arm_case {
	struct ipc_case c;
	double slice_ns; /* of its latest slices, had they not been stretched; or 0 */
	struct history history;
};

struct experiment {
	struct tuning *tuning;
	const struct knob *knob; /* NULL if the arms are not values of one knob */
	unsigned rounds_enough;	 /* from this many on a settled search ends it */
	unsigned rounds_max;
	struct tune_search search;
	size_t chosen[TUNE_ALIVE_MAX], chosen_count; /* the arms of the next round */
	double slowness; /* how much longer rounds take than their slices tell */
	size_t patterns; /* measured: the reported one and, to balance, the other, too */
	struct arm_case arms[2][TUNE_ARMS_MAX]; /* by pattern and arm */
};

/* As tune_values(), up to the limit of this machine. */
size_t experiment_values(const struct knob *knob, size_t size,
			 size_t values[static TUNE_ARMS_MAX]);

/* Prepares a run whose rounds will be those of experiments. */
void experiment_prepare(struct run *run);

/* Begins an experiment with one arm, the untouched default. */
void experiment_begin(struct experiment *e, struct tuning *tuning, unsigned rounds_enough,
		      unsigned rounds_max);

/* Adds an arm with these settings. */
void experiment_add(struct experiment *e, enum tune_role role,
		    const size_t settings[static SETTING_COUNT]);

/* Begins an experiment with all values of a knob, where the other settings are those that
 * seem best so far. */
void experiment_begin_knob(struct experiment *e, struct tuning *tuning,
			   const struct knob *knob);

/* Measures until the clock shows deadline_ns.  0, -EINTR if the user stopped it, after
 * which the complete rounds count, or another -errno. */
int experiment_measure(struct experiment *e, struct run *run, uint64_t deadline_ns);

/* Adds what was measured of a knob to the tuning, and notes the best settings so far and
 * the finalists.  0 or -ENOMEM. */
int experiment_report(const struct experiment *e);

void experiment_end(struct experiment *e);
