/* SPDX-License-Identifier: MIT */
#include "figures/results.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct trial *results_add_round(struct results *results)
{
	struct trial **rounds =
		realloc(results->rounds, (results->round_count + 1) * sizeof(*rounds));
	struct trial *trials;

	if (!rounds)
		return NULL;
	results->rounds = rounds;
	trials = calloc(results->plan->case_count, sizeof(*trials));
	if (trials)
		rounds[results->round_count++] = trials;
	return trials;
}

static void free_round(const struct results *results, struct trial *trials)
{
	for (size_t i = 0; i < results->plan->case_count; i++)
		trial_free(&trials[i]);
	free(trials);
}

/* The trials of one case, in the order of rounds. */
static size_t trials_of(const struct results *results, size_t index,
			const struct trial **ret)
{
	size_t n = 0;

	for (size_t i = 0; i < results->round_count; i++)
		if (results->rounds[i][index].c)
			ret[n++] = &results->rounds[i][index];
	return n;
}

/* A yardstick need not be precise. */
static bool is_capped(const struct summary *s, struct precision wanted)
{
	return !(s->c->mechanism->traits & MECH_CONTROL) &&
	       !summary_is_precise(s, wanted.level, wanted.ratio);
}

int results_summarise(const struct results *results, struct precision wanted,
		      struct summary **ret)
{
	const struct plan *plan = results->plan;
	struct summary *summaries = calloc(plan->case_count, sizeof(*summaries));
	const struct trial **trials = malloc(2 * results->round_count * sizeof(*trials));
	const struct trial **reference = trials + results->round_count;
	int r = summaries && trials ? 0 : -ENOMEM;

	for (size_t g = 0; g < plan->group_count; g++) {
		const struct group *group = &plan->groups[g];

		for (size_t i = group->first; i < group->first + group->count && r == 0;
		     i++) {
			size_t n = trials_of(results, i, trials);

			trials_of(results, group->reference, reference);
			if (n == 0)
				continue;
			r = summary_make(trials, reference, n, &summaries[i]);
			if (r == 0)
				summaries[i].capped = is_capped(&summaries[i], wanted);
		}
	}
	free(trials);
	if (r < 0)
		free(summaries);
	else
		*ret = summaries;
	return r;
}

void results_free(struct results *results)
{
	for (size_t i = 0; i < results->round_count; i++)
		free_round(results, results->rounds[i]);
	free(results->rounds);
	memset(results, 0, sizeof(*results));
}
