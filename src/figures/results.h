/* SPDX-License-Identifier: MIT */
/*
 * The results of a run so far: a history for each case of its plan.
 */
#pragma once

#include "figures/disturbance.h"
#include "figures/history.h"
#include "plan/plan.h"

struct results {
	const struct plan *plan;
	struct history *cases; /* owned; in the plan's order */
	struct disturbances disturbances;
};

/* Begins the results of a plan, which must outlive them.  0 or -ENOMEM. */
int results_init(struct results *results, const struct plan *plan);

/* Adds a round of a group: a finished trial of each of its cases, in the plan's order.
 * 0 or -ENOMEM. */
int results_add(struct results *results, const struct group *group,
		const struct trial *trials);

/* One summary for each case of the plan, *ret to be freed by free(); those of cases
 * without trials are zeroed, and those that are less precise than wanted are marked as
 * capped.  0 or -ENOMEM. */
int results_summarise(const struct results *results, struct precision wanted,
		      struct summary **ret);

void results_free(struct results *results);
