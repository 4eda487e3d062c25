/* SPDX-License-Identifier: MIT */
/*
 * What tune found: a tuning for each task, with a row for each value that was measured.
 */
#pragma once

#include "figures/summary.h"
#include "options/options.h"
#include "tune/search.h"

/* What was measured of one value of a knob. */
struct tune_row {
	struct ipc_case c; /* with the settings that were asked for */
	enum goal goal;
	enum setting setting; /* the knob's */
	enum tune_role role;
	size_t value;		/* of the knob; 0: left alone */
	size_t granted;		/* of the knob */
	struct summary summary; /* of the pattern that is reported */
	struct estimate bytes_per_s, rtt_p50;
	/* To the untouched default, of what the goal is about; over all its rounds. */
	struct estimate ratio;
	/* To the best value: of a finalist in the final, of others in the search; the
	 * interval holds for all values together. */
	struct estimate to_best;
	enum tune_standing standing; /* by it */
};

/* What the search of one knob found. */
struct knob_result {
	const struct knob *knob;
	struct tune_row *rows; /* owned: the default, the bad value, the candidates */
	size_t count;
	struct tune_advice advice;
	bool at_limit; /* the best is the most that the machine allows, and certainly
			* better than all others */
};

/* What is tuned, what for, and what became of it. */
struct tuning {
	struct ipc_case c; /* of the pattern that is reported, with nothing asked for */
	enum goal goal;	   /* not GOAL_AUTO */
	struct knob_result knobs[SETTING_COUNT]; /* in the order of the search */
	size_t knob_count;
	struct tune_row *finalists[SETTING_COUNT * TUNE_FINALISTS_MAX];
	size_t finalist_count;
	const struct tune_row *best; /* its settings seem best; of the default: all 0 */
	struct estimate ratio;	     /* theirs to the default, in the final */
	bool advised;		     /* their gain is certain, and was not withdrawn */
	bool verified;		     /* what was advised was measured again */
	struct estimate verified_ratio; /* its ratio then; no interval: too few rounds */
	char reason[REASON_SIZE];	/* why there are no knob results, or empty */
	double slice_ns; /* of an arm, on average over the latest round; 0: not known */
};

struct tune_results {
	struct tuning *tunings; /* owned */
	size_t count;
};

/* The settings that seem best. */
const size_t *tuning_settings(const struct tuning *tuning);

/* Advises the settings that seem best (ROLE_ADVICE), or withdraws them (ROLE_WITHDRAWN):
 * their rows get this role. */
void tuning_mark(struct tuning *tuning, enum tune_role role);

/*
 * Notes what fresh rounds found of the advice.  It is withdrawn unless it is certainly
 * faster by 1 %; but if there were too few rounds for an interval, it is not verified,
 * and stays.
 */
void tuning_verify(struct tuning *tuning, struct estimate ratio);

/* Whether two tunings differ in nothing but the size. */
bool tuning_is_same_subject(const struct tuning *a, const struct tuning *b);

/* The results of one knob at all sizes of one subject. */
struct knob_sizes {
	const struct knob *knob;
	const struct knob_result *at[TEXT_LIST_MAX];
	size_t count;
	bool advised; /* to set the knob, at one size at least */
};

struct knob_sizes knob_sizes_of(const struct tune_results *results,
				const struct tuning *subject, const struct knob *knob);

/* The least value above the given one that was measured at any size; 0 if there is none.
 */
size_t knob_sizes_next(const struct knob_sizes *sizes, size_t value);

/*
 * One value of a knob for all sizes: the smallest within the margin of the best, by the
 * geometric mean of its ratios to the knob left alone, which is stored in *ratio.  0:
 * leave the knob alone, as where nothing is advised at any size.
 */
size_t knob_sizes_value(const struct knob_sizes *sizes, double *ratio);

void tune_results_free(struct tune_results *results);
