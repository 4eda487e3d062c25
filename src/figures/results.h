/* SPDX-License-Identifier: MIT */
/*
 * All trials of a run, by case and round, and the summaries made of them.
 */
#pragma once

#include "figures/summary.h"
#include "plan/plan.h"

struct results {
	const struct plan *plan;
	struct trial **rounds; /* owned: of every round, the trials in the plan's order */
	size_t round_count;
};

/* How wide intervals may be, to each side, as shares. */
struct precision {
	double level, ratio;
};

/* Makes room for one more round and returns its trials, zeroed; NULL if there is
 * no memory. */
struct trial *results_add_round(struct results *results);

/*
 * One summary for each case of the plan, *ret to be freed by free(); those of cases
 * without trials are zeroed.  The others are marked as capped if the interval of
 * their level is wider than that share to each side, or that of their ratio.  0 or
 * -ENOMEM.
 */
int results_summarise(const struct results *results, struct precision wanted,
		      struct summary **ret);

void results_free(struct results *results);
