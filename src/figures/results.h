/* SPDX-License-Identifier: MIT */
/*
 * What a run has found so far: a history for each case of its plan.
 */
#pragma once

#include "figures/summary.h"
#include "plan/plan.h"

struct results {
	const struct plan *plan;
	struct history *cases; /* owned; in the plan's order */
};

/* How wide intervals may be, to each side, as shares. */
struct precision {
	double level, ratio;
};

/* Begins the results of a plan, which has to outlive them.  0 or -ENOMEM. */
int results_init(struct results *results, const struct plan *plan);

/* Adds a round of a group: a finished trial of each of its cases, in the plan's order.
 * 0 or -ENOMEM. */
int results_add(struct results *results, const struct group *group,
		const struct trial *trials);

/*
 * One summary for each case of the plan, *ret to be freed by free(); those of cases
 * without trials are zeroed.  The others are marked as capped if the interval of
 * their level is wider than that share to each side, or that of their ratio.  0 or
 * -ENOMEM.
 */
int results_summarise(const struct results *results, struct precision wanted,
		      struct summary **ret);

void results_free(struct results *results);
