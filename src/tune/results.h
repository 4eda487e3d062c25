/* SPDX-License-Identifier: MIT */
/*
 * What tune found: a row for each value that was measured, and a tuning for each task.
 */
#pragma once

#include "tune/experiment.h"

enum { FINALISTS_MAX = SETTING_COUNT * TUNE_FINALISTS_MAX };

enum verified {
	VERIFIED_NOT,	  /* not asked for, or nothing is advised */
	VERIFIED_TOO_FEW, /* there was no time for rounds enough */
	VERIFIED_CONFIRMED,
	VERIFIED_WITHDRAWN,
};

/* What the search of one knob found. */
struct knob_result {
	const struct knob *knob;
	size_t first, count;   /* its rows; the first is the default */
	bool flat, has_effect; /* as in struct tune_advice */
	bool at_limit;	       /* the best value is the most that the machine allows */
};

/* What became of one task. */
struct tuning {
	struct tune_task task;
	struct knob_result knobs[SETTING_COUNT]; /* in the order of the search */
	size_t knob_count;
	size_t finalists[FINALISTS_MAX]; /* their rows */
	size_t finalist_count;
	size_t settings[SETTING_COUNT]; /* those that seem best; all 0: the default */
	size_t row;			/* where they were searched */
	struct estimate ratio;		/* theirs to the default, in the final */
	bool advised;			/* their gain is certain */
	enum verified verified;
	struct estimate verified_ratio; /* theirs to the default, when verified */
	char reason[REASON_SIZE];	/* why there are no knob results, or empty */
};

struct tune_results {
	struct tune_row *rows; /* owned */
	size_t row_count;
	struct tuning *tunings; /* owned */
	size_t tuning_count;
};

/* Adds the rows of a knob's experiment, keeps the settings that seem best, and notes the
 * finalists.  0 or -ENOMEM. */
int tune_results_add(struct tune_results *results, struct tuning *tuning,
		     const struct experiment *e);

/* The settings of a row are those that seem best, with that ratio to the default. */
void tune_results_keep(const struct tune_results *results, struct tuning *tuning,
		       size_t row, struct estimate ratio);

/* Gives the rows of the settings that seem best this role. */
void tune_results_mark(struct tune_results *results, const struct tuning *tuning,
		       enum tune_role role);

/* Whether two tunings differ in nothing but the size. */
bool tune_is_same_subject(const struct tuning *a, const struct tuning *b);

/* The results of one knob at all sizes of one subject. */
struct knob_sizes {
	const struct tune_results *results;
	const struct knob *knob;
	const struct knob_result *at[TEXT_LIST_MAX];
	size_t count;
	bool advised; /* to set the knob, at one size at least */
};

struct knob_sizes tune_knob_sizes(const struct tune_results *results,
				  const struct tuning *subject, const struct knob *knob);

/* The rows of a knob's result at one size. */
const struct tune_row *knob_rows(const struct knob_sizes *sizes, size_t size);

/*
 * One value of a knob for all sizes: the smallest within the margin of the best, by the
 * geometric mean of its ratios to the knob left alone, which is stored in *ratio.  0:
 * leave the knob alone, as where nothing is advised at any size.
 */
size_t tune_overall(const struct knob_sizes *sizes, double *ratio);

void tune_results_free(struct tune_results *results);
