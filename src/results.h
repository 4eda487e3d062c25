/* SPDX-License-Identifier: MIT */
/*
 * All trials of a run, by case and round, and the summaries made of them.
 */
#pragma once

#include "plan.h"
#include "summary.h"

struct results {
	const struct plan *plan;
	struct trial **rounds; /* owned: of every round, the trials in the plan's order */
	size_t round_count;
};

/* Makes room for one more round and returns its trials, zeroed; NULL if there is
 * no memory. */
struct trial *results_add_round(struct results *results);

/*
 * One summary for each case of the plan, *ret to be freed by free(); those of cases
 * without trials are zeroed.  A level's interval should be at most precision wide to
 * each side, a ratio's half that: the others are marked as capped.  0 or -ENOMEM.
 */
int results_summarise(const struct results *results, double precision,
		      struct summary **ret);

void results_free(struct results *results);
