/* SPDX-License-Identifier: MIT */
/*
 * A stage of tuning: one knob of one mechanism, or what was found of all, at one size
 * and placement, measured until the search is settled or its time is over.
 */
#pragma once

#include "run/run.h"
#include "tune/rows.h"

/* What is to be tuned, and what for.  Values for the knobs are found one after the
 * other; those found are kept while the next is searched. */
struct question {
	struct ipc_case c;    /* nothing asked for */
	enum goal goal;	      /* not GOAL_AUTO */
	unsigned patterns;    /* 1 << PATTERN, or-ed: what the goal is about */
	enum pattern pattern; /* the one that is told of */
};

struct stage {
	const struct question *question;
	const struct knob *knob; /* NULL in a final */
	unsigned rounds_first;	 /* that are short */
	unsigned rounds_enough;	 /* to look whether the search is settled */
	unsigned rounds_max;
	const struct thoroughness *how; /* of the latest round, or NULL */
	struct tune_search search;
	struct ipc_case cases[PATTERN_COUNT][TUNE_ARMS_MAX];
	uint32_t batch[PATTERN_COUNT][TUNE_ARMS_MAX];
	struct trial *trials[PATTERN_COUNT][TUNE_ROUNDS_MAX]; /* owned; by arm */
};

/* How many arms a knob has for messages of that size; 0 if there is nothing to try. */
size_t stage_arms(const struct knob *knob, size_t size);

/* Prepares the arms of a knob, the others being set as kept says. */
void stage_begin(struct stage *stage, const struct question *question,
		 const struct knob *knob, const size_t kept[static SETTING_COUNT]);

/* Prepares the default and so many others, each with all that it asks for, for fresh
 * rounds: so many are enough to look whether the search is settled. */
void stage_begin_final(struct stage *stage, const struct question *question,
		       size_t (*asked)[SETTING_COUNT], size_t count,
		       unsigned rounds_enough, unsigned rounds_max);

/* Measures until the clock shows deadline_ns.  0, -EINTR if the user stopped it, after
 * which whole rounds count, or -errno. */
int stage_measure(struct stage *stage, struct run *run, uint64_t deadline_ns);

/* What came of an arm.  0 or -ENOMEM. */
int stage_row(const struct stage *stage, size_t arm, struct tune_row *ret);

void stage_end(struct stage *stage);
