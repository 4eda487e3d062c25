/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "plan/plan.h"

#define MECHANISM "pipe"
#define SIZE 64
#define PLANTED 0.05

/* Adds a group of a case, its twin, and a third one with a planted delay. */
static void group_add(const struct ipc_case *c, double planted, struct plan *ret)
{
	const size_t first = ret->case_count;

	for (int i = 0; i < 3; i++)
		ret->cases[ret->case_count++] = *c;
	ret->cases[first + 2].planted = planted;
	ret->groups[ret->group_count++] =
		(struct group){.first = first, .count = 3, .reference = first};
}

int plan_make_trust(const struct options *o, const struct topology *topology,
		    struct plan *ret, char message[static PLAN_MESSAGE_SIZE])
{
	struct options single = *o;
	struct plan plan;
	int r;

	single.patterns = (struct text_list){1, {ROUND_TRIP}};
	if (single.sizes.count == 0)
		single.sizes = (struct text_list){1, {SIZE}};
	if (single.placements.count == 0)
		single.placements = (struct text_list){1, {SAME_CPU}};
	if (single.mechanisms.count == 0)
		single.mechanisms = (struct text_words){1, {MECHANISM}};
	memset(ret, 0, sizeof(*ret));
	r = plan_make(&single, topology, &plan, message);
	if (r < 0)
		return r;
	ret->cases = calloc(3 * plan.case_count, sizeof(*ret->cases));
	ret->groups = calloc(plan.case_count, sizeof(*ret->groups));
	for (size_t i = 0; ret->cases && ret->groups && i < plan.case_count; i++)
		group_add(&plan.cases[i], o->planted > 0 ? o->planted : PLANTED, ret);
	plan_free(&plan);
	return ret->cases && ret->groups ? 0 : -ENOMEM;
}
