/* SPDX-License-Identifier: MIT */
/*
 * What tune found: a row for each arm, an answer for each question.
 */
#pragma once

#include "tune_stage.h"

enum { TUNE_STAGES_MAX = SETTING_COUNT };

enum verified { VERIFIED_NOT, VERIFIED_CONFIRMED, VERIFIED_WITHDRAWN };

/* What was found of one knob. */
struct finding {
	const struct knob *knob;
	struct tune_advice advice;
	size_t first, count; /* of the rows; the first is the default */
	size_t tried;	     /* the row that could have been advised */
	bool at_limit;	     /* the best is the most that the limit allows */
};

struct answer {
	struct question question;
	struct finding findings[TUNE_STAGES_MAX];
	size_t finding_count;
	size_t kept[SETTING_COUNT]; /* what is advised; all 0: leave it */
	struct estimate ratio;	    /* of that to the untouched default */
	size_t default_row, row;    /* of the untouched default, of the advice */
	bool advised;
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

/* The rows of a stage, added to the results, and what is to be made of them.  0 or
 * -ENOMEM. */
int tune_results_add(struct tune_results *results, struct answer *answer,
		     const struct stage *stage);

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
