/* SPDX-License-Identifier: MIT */
/*
 * An experiment: the arms of a search, at one size and placement, measured round by round
 * until the search is settled or its time is over.
 */
#pragma once

#include "run/run.h"
#include "tune/rows.h"

/* What is to be tuned, and what for. */
struct tune_task {
	struct ipc_case c; /* of the pattern that is reported, with nothing asked for */
	enum goal goal;	   /* not GOAL_AUTO */
};

struct experiment {
	const struct tune_task *task;
	const struct knob *knob; /* NULL if the arms are not values of one knob */
	unsigned rounds_short;	 /* how many rounds to begin with are short ones */
	unsigned rounds_enough;	 /* from this many on a settled search ends it */
	unsigned rounds_max;
	const struct thoroughness *how; /* of the latest round, or NULL */
	struct tune_search search;
	struct ipc_case cases[PATTERN_COUNT][TUNE_ARMS_MAX];
	uint32_t batch[PATTERN_COUNT][TUNE_ARMS_MAX];
	struct history histories[PATTERN_COUNT][TUNE_ARMS_MAX]; /* of complete rounds */

	/* Of the latest round; of an arm that it left out all zero. */
	struct trial trials[PATTERN_COUNT][TUNE_ARMS_MAX];

	/* How long the latest slices of an arm were on average; 0 if there were none. */
	double slice_ns[PATTERN_COUNT][TUNE_ARMS_MAX];
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
 * which complete rounds count, or another -errno. */
int experiment_measure(struct experiment *e, struct run *run, uint64_t deadline_ns);

/* Sums up an arm of a knob's experiment.  0 or -ENOMEM. */
int experiment_row(const struct experiment *e, size_t arm, struct tune_row *ret);

void experiment_end(struct experiment *e);
