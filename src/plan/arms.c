/* SPDX-License-Identifier: MIT */
/*
 * The plans of ab and trust: each arm is planned by itself, and then their cases are put
 * together, group by group.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan/plan.h"

#define MECHANISM "pipe" /* of trust */
#define PLANTED 0.05
#define SIZE 64

/* The defaults are single values, since one question is to be answered. */
static void arm_set_defaults(struct options *arm)
{
	if (arm->patterns.count == 0)
		arm->patterns = (struct text_list){1, {ROUND_TRIP}};
	if (arm->sizes.count == 0)
		arm->sizes = (struct text_list){1, {SIZE}};
	if (arm->placements.count == 0)
		arm->placements = (struct text_list){1, {SAME_CPU}};
}

/* Makes a group of each case of the first arm and its counterparts in the others. */
static int arms_join(const struct plan *arms, size_t count, struct plan *ret)
{
	const size_t groups = arms[0].case_count;

	ret->cases = calloc(groups * count, sizeof(*ret->cases));
	ret->groups = calloc(groups, sizeof(*ret->groups));
	if (!ret->cases || !ret->groups)
		return -ENOMEM;
	for (size_t g = 0; g < groups; g++) {
		const size_t first = ret->case_count;

		ret->groups[g] = (struct group){first, count, .reference = first};
		for (size_t i = 0; i < count; i++) {
			struct ipc_case *c = &ret->cases[ret->case_count++];

			*c = arms[i].cases[g];
			c->arm = (unsigned)i + 1;
		}
	}
	ret->group_count = groups;
	return 0;
}

/*
 * Lets both programs host their pairs as agents, so that nothing but the program differs.
 * Agents report neither lateness nor loss.
 */
static void arms_set_programs(struct plan *plan, const char *with)
{
	for (size_t i = 0; i < plan->case_count; i++) {
		struct ipc_case *c = &plan->cases[i];

		c->agent = i % plan->groups[0].count == 0 ? THIS_PROGRAM : with;
		if (!c->skip &&
		    (c->pattern == PACED || c->mechanism->traits & MECH_LOSSY))
			c->skip = "not-between-programs";
	}
}

static int plan_arm(const struct options *o, size_t index,
		    const struct topology *topology, struct plan *ret,
		    char message[static MESSAGE_SIZE])
{
	struct options arm;
	int r = options_parse_arm(o, o->arguments[index], &arm, message);

	if (r < 0)
		return r;
	arm_set_defaults(&arm);
	r = plan_make(&arm, topology, ret, message);
	if (r == 0 && ret->case_count != ret->group_count)
		r = refuse(message,
			   "ab: '%s' is more than one case of a size; an arm is one "
			   "mechanism with one value for each setting",
			   o->arguments[index]);
	return r;
}

/* Whether an arm can take turns with the first: 0, or -EINVAL and a message.  Slices that
 * are compared run on the same CPUs, at the same distance of them. */
static int arm_check(const struct options *o, size_t index, const struct plan *first,
		     const struct plan *arm, char message[static MESSAGE_SIZE])
{
	if (arm->group_count != first->group_count)
		return refuse(
			message,
			"ab: '%s' has %zu cases and '%s' has %zu; they cannot be paired",
			o->arguments[0], first->group_count, o->arguments[index],
			arm->group_count);
	for (size_t i = 0; i < arm->case_count; i++)
		if (arm->cases[i].placement != first->cases[i].placement)
			return refuse(
				message,
				"ab: '%s' is to run %s and '%s' %s; arms take turns on "
				"the same CPUs: to compare placements, use ipcbench run",
				o->arguments[0],
				placement_name(first->cases[i].placement),
				o->arguments[index],
				placement_name(arm->cases[i].placement));
	return 0;
}

int plan_make_arms(const struct options *o, const struct topology *topology,
		   struct plan *ret, char message[static MESSAGE_SIZE])
{
	struct plan arms[OPTIONS_ARMS_MAX] = {0};
	int r = 0;

	memset(ret, 0, sizeof(*ret));
	for (size_t i = 0; i < o->argument_count && r == 0; i++) {
		r = plan_arm(o, i, topology, &arms[i], message);
		if (r == 0)
			r = arm_check(o, i, &arms[0], &arms[i], message);
	}
	if (r == 0)
		r = arms_join(arms, o->argument_count, ret);
	if (r == 0 && o->with)
		arms_set_programs(ret, o->with);
	for (size_t i = 0; i < o->argument_count; i++)
		plan_free(&arms[i]);
	return r;
}

int plan_make_trust(const struct options *o, const struct topology *topology,
		    struct plan *ret, char message[static MESSAGE_SIZE])
{
	struct options arm = *o;
	struct plan plan;
	int r;

	memset(ret, 0, sizeof(*ret));
	arm_set_defaults(&arm);
	if (arm.mechanisms.count == 0)
		arm.mechanisms = (struct text_words){1, {MECHANISM}};
	r = plan_make(&arm, topology, &plan, message);
	if (r == 0)
		r = arms_join((const struct plan[]){plan, plan, plan}, 3, ret);
	for (size_t i = 2; i < ret->case_count; i += 3)
		ret->cases[i].planted = o->planted > 0 ? o->planted : PLANTED;
	plan_free(&plan);
	return r;
}
