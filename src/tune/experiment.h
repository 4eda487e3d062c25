/* SPDX-License-Identifier: MIT */
/*
 * An experiment: the arms of a search, at one size and placement, measured round by round
 * until the search is settled or its time is over.
 */
#pragma once

#include "run/run.h"
#include "tune/search.h"

/* What is to be tuned, and what for. */
struct tune_task {
	struct ipc_case c; /* of the pattern that is reported, with nothing asked for */
	enum goal goal;	   /* not GOAL_AUTO */
};

/* An arm at one pattern. */
struct arm_case {
	struct ipc_case c;
	double slice_ns; /* how long its latest slices were on average; 0: none yet */
	struct history history;
};

struct experiment {
	const struct tune_task *task;
	const struct knob *knob; /* NULL if the arms are not values of one knob */
	unsigned rounds_short;	 /* how many rounds to begin with are short ones */
	unsigned rounds_enough;	 /* from this many on a settled search ends it */
	unsigned rounds_max;
	const struct thoroughness *how; /* of the latest round, or NULL */
	struct tune_search search;
	size_t chosen[TUNE_ALIVE_MAX], chosen_count; /* the arms of the next round */
	enum pattern patterns[PATTERN_COUNT];	     /* the reported one last */
	size_t pattern_count;
	struct arm_case arms[PATTERN_COUNT][TUNE_ARMS_MAX]; /* as patterns, by arm */
};

/* As tune_values(), up to the limit of this machine. */
size_t experiment_values(const struct knob *knob, size_t size,
			 size_t values[static TUNE_ARMS_MAX]);

/* Begins an experiment with one arm, the untouched default. */
void experiment_begin(struct experiment *e, const struct tune_task *task,
		      unsigned rounds_enough, unsigned rounds_max);

/* Adds an arm with these settings. */
void experiment_add(struct experiment *e, enum tune_role role,
		    const size_t settings[static SETTING_COUNT]);

/* Begins an experiment with all values of a knob, the other settings being these. */
void experiment_begin_knob(struct experiment *e, const struct tune_task *task,
			   const struct knob *knob,
			   const size_t settings[static SETTING_COUNT]);

/* Measures until the clock shows deadline_ns.  0, -EINTR if the user stopped it, after
 * which the complete rounds count, or another -errno. */
int experiment_measure(struct experiment *e, struct run *run, uint64_t deadline_ns);

/* The history of an arm at the reported pattern; of no trials if it was not measured. */
const struct history *experiment_history(const struct experiment *e, size_t arm);

void experiment_end(struct experiment *e);
