/* SPDX-License-Identifier: MIT */
/*
 * Which groups matter most where there is no time for all of them.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "plan/plan.h"

#define STREAM_SIZE 65536

enum rank { RANK_SMALL_ROUND_TRIP, RANK_USUAL_STREAM, RANK_OTHER };

struct ranked {
	size_t index;
	enum rank rank;
	double size;
};

/* Tokens, which have none, are among messages of the group's size. */
static double group_size(const struct plan *plan, const struct group *group)
{
	size_t size = 0;

	for (size_t i = group->first; i < group->first + group->count; i++)
		if (plan->cases[i].size > size)
			size = plan->cases[i].size;
	return (double)size;
}

/* How many times a size is as large as a stream's, or the other way round. */
static double stream_factor(double size)
{
	return fabs(log(fmax(size, 1) / STREAM_SIZE));
}

static int compare_ranks(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	if (x->size < y->size || x->size > y->size)
		return x->size < y->size ? -1 : 1;
	return x->index < y->index ? -1 : 1;
}

int plan_rank(const struct plan *plan, size_t *order)
{
	struct ranked *ranked = calloc(plan->group_count, sizeof(*ranked));
	double smallest = INFINITY, usual = INFINITY;

	if (!ranked)
		return -ENOMEM;
	for (size_t g = 0; g < plan->group_count; g++) {
		const double size = group_size(plan, &plan->groups[g]);

		ranked[g] = (struct ranked){g, RANK_OTHER, size};
		smallest = fmin(smallest, size);
		usual = fmin(usual, stream_factor(size));
	}
	for (size_t g = 0; g < plan->group_count; g++) {
		const bool stream = plan->cases[plan->groups[g].first].pattern == STREAM;

		if (!stream && ranked[g].size <= smallest)
			ranked[g].rank = RANK_SMALL_ROUND_TRIP;
		else if (stream && stream_factor(ranked[g].size) <= usual)
			ranked[g].rank = RANK_USUAL_STREAM;
	}
	qsort(ranked, plan->group_count, sizeof(*ranked), compare_ranks);
	for (size_t g = 0; g < plan->group_count; g++)
		order[g] = ranked[g].index;
	free(ranked);
	return 0;
}
