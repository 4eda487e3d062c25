/* SPDX-License-Identifier: MIT */
/*
 * What tune found: a row for each arm, an answer for each question.
 */
#pragma once

#include "tune/stage.h"

enum { TUNE_STAGES_MAX = SETTING_COUNT };
enum { FINALISTS_MAX = TUNE_STAGES_MAX * TUNE_FINALISTS_MAX };

enum verified { VERIFIED_NOT, VERIFIED_CONFIRMED, VERIFIED_WITHDRAWN };

/* What was found of one knob. */
struct finding {
	const struct knob *knob;
	struct tune_advice advice;
	size_t first, count; /* of the rows; the first is the default */
	bool at_limit;	     /* the best is the most that the limit allows */
};

struct answer {
	struct question question;
	struct finding findings[TUNE_STAGES_MAX];
	size_t finding_count;
	size_t finalists[FINALISTS_MAX]; /* their rows */
	size_t finalist_count;
	size_t kept[SETTING_COUNT]; /* what seems best, all 0: leaving it */
	struct estimate ratio;	    /* of that to the untouched default, in the final */
	size_t row;		    /* of that, as it was searched */
	bool advised;		    /* its gain is certain */
	enum verified verified;
	struct estimate again;	  /* the same ratio, as verified */
	char reason[REASON_SIZE]; /* why there is no finding, or empty */
};

struct tune_results {
	struct tune_row *rows; /* owned */
	size_t row_count;
	struct answer *answers; /* owned */
	size_t answer_count;
};

/* The rows of a stage, added to the results; the smallest of the best is kept, and the
 * finalists are noted.  0 or -ENOMEM. */
int tune_results_add(struct tune_results *results, struct answer *answer,
		     const struct stage *stage);

/* What a row was asked for is what seems best, with that ratio to the default. */
void tune_results_keep(const struct tune_results *results, struct answer *answer,
		       size_t row, struct estimate ratio);

/* Marks the rows of what was advised. */
void tune_results_mark(struct tune_results *results, const struct answer *answer,
		       enum tune_role role);

/* Whether two answers differ in size alone. */
bool tune_is_same_subject(const struct answer *a, const struct answer *b);

/* What an answer has on a knob, or NULL. */
const struct finding *tune_finding(const struct answer *answer, const struct knob *knob);

/*
 * The one value of a knob for all sizes at which this answer's mechanism and placement
 * were tuned: the smallest within the margin of the best by the geometric mean of the
 * ratios to the knob left alone.  0: leave it, as when nothing is advised at any size.
 * Stores what that comes to in *ratio, and the number of sizes in *sizes.
 */
size_t tune_overall(const struct tune_results *results, const struct answer *answer,
		    const struct knob *knob, double *ratio, size_t *sizes);

void tune_results_free(struct tune_results *results);
