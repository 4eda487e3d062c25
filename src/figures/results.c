/* SPDX-License-Identifier: MIT */
#include "figures/results.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int results_init(struct results *results, const struct plan *plan)
{
	results->plan = plan;
	results->disturbances = (struct disturbances){0};
	results->cases = calloc(plan->case_count, sizeof(*results->cases));
	return results->cases ? 0 : -ENOMEM;
}

int results_add(struct results *results, const struct group *group,
		const struct trial *trials)
{
	const struct trial *reference = &trials[group->reference - group->first];
	int r = 0;

	for (size_t i = 0; i < group->count && r == 0; i++) {
		disturbances_add(&results->disturbances, &trials[i]);
		r = history_add(&results->cases[group->first + i], &trials[i], reference);
	}
	return r;
}

/* Of each ratio to the first arm of ab, so that all together hold at 95 %. */
static double confidence_of_ratios(const struct plan *plan)
{
	size_t verdicts = 0;

	for (size_t i = 0; i < plan->case_count; i++)
		verdicts += plan->cases[i].arm > 1 && !plan->cases[i].skip;
	return 1 - (1 - STATS_CONFIDENCE) / (double)(verdicts ? verdicts : 1);
}

int results_summarise(const struct results *results, struct precision wanted,
		      struct summary **ret)
{
	const size_t count = results->plan->case_count;
	const double confidence = confidence_of_ratios(results->plan);
	struct summary *summaries = calloc(count, sizeof(*summaries));
	int r = summaries ? 0 : -ENOMEM;

	for (size_t i = 0; i < count && r == 0; i++) {
		if (!results->cases[i].summary.c)
			continue;
		r = history_summarise(&results->cases[i], confidence, &summaries[i]);
		summaries[i].capped =
			r == 0 && !summary_is_precise(&summaries[i], wanted);
	}
	if (r < 0)
		free(summaries);
	else
		*ret = summaries;
	return r;
}

void results_free(struct results *results)
{
	for (size_t i = 0; results->cases && i < results->plan->case_count; i++)
		history_free(&results->cases[i]);
	free(results->cases);
	memset(results, 0, sizeof(*results));
}
