/* SPDX-License-Identifier: MIT */
#include "plan/plan.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "registry.h"

#define DIRECTORY "/tmp"

/* What is measured by default. */
static const struct text_list sizes_default = {
	8, {8, 64, 1024, 4096, 16384, 65536, 262144, 1048576}};
static const struct text_list sizes_quick = {4, {8, 4096, 65536, 262144}};
static const struct text_list sizes_tune = {3, {4096, 65536, 1048576}};
static const struct text_list patterns_default = {2, {ROUND_TRIP, STREAM}};
static const struct text_list patterns_echo = {1, {ROUND_TRIP}};
static const struct text_list touches_default = {1, {TOUCH_FULL}};
static const struct text_list not_set = {1, {0}};
static const struct text_list rates_default = {2, {1000, 10000}};

struct planner {
	const struct options *o;
	const struct topology *topology;
	struct plan *plan;
};

/*
 * Moves on to the next combination of one index in each of @n lists, the last index
 * moving fastest.  Returns false, with all indexes 0 again, after the last combination.
 */
static bool combination_next(size_t *at, const struct text_list *const *lists, size_t n)
{
	while (n-- > 0) {
		if (++at[n] < lists[n]->count)
			return true;
		at[n] = 0;
	}
	return false;
}

static const struct text_list *list_or(const struct text_list *list,
				       const struct text_list *otherwise)
{
	return list->count ? list : otherwise;
}

/* One CPU, and two near each other: hardware threads of one core only if there are no
 * others.  Tune takes the last of these, since programs that need tuning keep two
 * processes busy. */
static void placements_default(const struct options *o, const struct topology *topology,
			       struct text_list *ret)
{
	static const enum placement two[] = {SAME_CACHE, SAME_NODE, CROSS_NODE, APART,
					     SMT};
	int cpu[SIDE_COUNT];

	if (o->peer || o->connect) {
		ret->at[ret->count++] = ELSEWHERE;
		return;
	}
	ret->at[ret->count++] = SAME_CPU;
	for (size_t i = 0; i < sizeof(two) / sizeof(two[0]) && ret->count < 2; i++)
		if (!placement_choose(topology, two[i], cpu))
			ret->at[ret->count++] = two[i];
	if (o->command == COMMAND_TUNE) {
		ret->at[0] = ret->at[ret->count - 1];
		ret->count = 1;
	}
}

static const char *reason_to_skip(const struct planner *p, const struct ipc_case *c)
{
	const unsigned traits = c->mechanism->traits;
	const bool here = c->placement != ELSEWHERE;
	const bool one_cpu =
		here && (c->placement == SAME_CPU || p->topology->count == 1);

	if (!here && !c->mechanism->hosts)
		return "one-host-only";
	if (!here && c->pattern == PACED)
		return "two-clocks";
	if (c->pattern == STREAM && p->o->connect)
		return "comes-back";
	/* A yardstick is a token there and back, or bytes one way. */
	if (traits & MECH_CONTROL && traits & MECH_TOKEN && c->pattern != ROUND_TRIP)
		return "moves-nothing";
	if (traits & MECH_CONTROL && !(traits & MECH_TOKEN) && c->pattern != STREAM)
		return "one-way-only";
	if (traits & MECH_LOSSY && c->pattern == PACED)
		return "may-lose-messages";
	if (!(c->mechanism->waits & WAITS(c->wait)))
		return "cannot-wait-so";
	for (enum setting s = SET_DEPTH; s < SETTING_COUNT; s++)
		if (c->asked[s] && !case_knob(c->mechanism, s))
			return "no-such-setting";
	/* What polls for a while before it sleeps would only show for how long. */
	if (one_cpu && (c->wait == WAIT_SPIN || c->wait == WAIT_HYBRID))
		return "polls-on-one-cpu";
	return NULL;
}

static int plan_add(struct planner *p, struct ipc_case c)
{
	struct plan *plan = p->plan;
	struct ipc_case *cases =
		array_grow(plan->cases, plan->case_count, sizeof(*cases));

	if (!cases)
		return -ENOMEM;
	plan->cases = cases;
	if (!c.skip)
		c.skip = reason_to_skip(p, &c);
	cases[plan->case_count++] = c;
	return 0;
}

/* A case for each combination of settings and waits. */
static int plan_add_settings(struct planner *p, struct ipc_case c)
{
	enum { WAIT = SETTING_COUNT, LISTS };
	const struct text_list wait = {1, {case_default_wait(c.mechanism)}};
	const struct text_list *lists[LISTS] = {[WAIT] = list_or(&p->o->waits, &wait)};
	size_t at[LISTS] = {0};
	int r;

	for (enum setting s = SET_BUFFER; s < SETTING_COUNT; s++)
		lists[s] = list_or(&p->o->settings[s], &not_set);
	do {
		for (enum setting s = SET_BUFFER; s < SETTING_COUNT; s++)
			c.asked[s] = lists[s]->at[at[s]];
		c.wait = (enum wait)lists[WAIT]->at[at[WAIT]];
		r = plan_add(p, c);
	} while (r == 0 && combination_next(at, lists, LISTS));
	return r;
}

/* The variants that the user named, or the default if the mechanism has none of them. */
static int plan_add_variants(struct planner *p, struct ipc_case c)
{
	const struct text_words *asked = &p->o->variants;
	const char *const *variant = c.mechanism->variants;
	bool any = false;
	int r = 0;

	for (; variant && *variant && r == 0; variant++) {
		if (!text_words_have(asked, *variant))
			continue;
		c.variant = *variant;
		r = plan_add_settings(p, c);
		any = true;
	}
	c.variant = c.mechanism->variants ? c.mechanism->variants[0] : NULL;
	return any ? r : plan_add_settings(p, c);
}

static size_t find_reference(const struct plan *plan, const char *name, size_t first,
			     size_t end)
{
	size_t other = end;

	for (size_t i = first; i < end; i++) {
		const struct mechanism *m = plan->cases[i].mechanism;

		if (plan->cases[i].skip)
			continue;
		if (strcmp(m->name, name) == 0)
			return i;
		if (other == end && !(m->traits & MECH_CONTROL))
			other = i;
	}
	return other < end ? other : first;
}

/* Makes one group of the cases from @first on, or a group of each. */
static int plan_group_cases(struct planner *p, size_t first)
{
	const char *reference = p->o->reference ? p->o->reference : REFERENCE;
	struct plan *plan = p->plan;
	const size_t count = p->o->exclusive ? 1 : plan->case_count - first;

	for (size_t i = first; i < plan->case_count; i += count) {
		struct group *groups =
			array_grow(plan->groups, plan->group_count, sizeof(*groups));

		if (!groups)
			return -ENOMEM;
		plan->groups = groups;
		groups[plan->group_count++] = (struct group){
			.first = i,
			.count = count,
			.reference = find_reference(plan, reference, i, i + count),
		};
	}
	return 0;
}

/* @common is what all cases of the group share; @tokens: add those without a size too. */
static int plan_add_group(struct planner *p, struct ipc_case common, bool tokens)
{
	const size_t first = p->plan->case_count;
	int r = 0;

	for (size_t i = 0; i < mechanism_count && r == 0; i++) {
		struct ipc_case c = common;

		c.mechanism = mechanisms[i];
		if (c.mechanism->traits & MECH_TOKEN)
			c.size = 0;
		if (plan_selects(&p->o->mechanisms, c.mechanism) &&
		    (c.size > 0 || tokens))
			r = plan_add_variants(p, c);
	}
	return r < 0 ? r : plan_group_cases(p, first);
}

const char *plan_directory(const struct options *o)
{
	const char *directory = o->directory ? o->directory : getenv("TMPDIR");

	return directory && *directory ? directory : DIRECTORY;
}

static bool variant_exists(const char *name)
{
	for (size_t i = 0; i < mechanism_count; i++)
		if (case_variant(mechanisms[i], name))
			return true;
	return false;
}

/* Checks the names among the options. */
static int plan_check(const struct options *o, char message[static MESSAGE_SIZE])
{
	int r = plan_check_names(&o->mechanisms, message);

	if (r == 0 && o->reference && !mechanism_find(o->reference))
		r = refuse(message,
			   "--reference: no mechanism is called '%s'; 'ipcbench "
			   "list' shows them",
			   o->reference);
	for (size_t i = 0; i < o->variants.count && r == 0; i++)
		if (!variant_exists(o->variants.at[i]))
			r = refuse(message, "--variant: no mechanism has '%s'",
				   o->variants.at[i]);
	return r;
}

static int compare_sizes(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* A group for each combination of what all cases of a group share. */
static int plan_add_groups(struct planner *p)
{
	enum { PLACEMENT, PATTERN, RATE, TOUCH, SIZE, LISTS };
	const struct options *o = p->o;
	struct text_list placements = o->placements;
	struct text_list sizes =
		*list_or(&o->sizes, o->command == COMMAND_TUNE ? &sizes_tune
				    : o->quick		       ? &sizes_quick
							       : &sizes_default);
	const struct text_list *const lists[LISTS] = {
		[PLACEMENT] = &placements,
		[PATTERN] = list_or(&o->patterns,
				    o->connect ? &patterns_echo : &patterns_default),
		[RATE] = list_or(&o->rates, &rates_default),
		[TOUCH] = list_or(&o->touches, &touches_default),
		[SIZE] = &sizes,
	};
	size_t at[LISTS] = {0};
	int r = 0;

	if (placements.count == 0)
		placements_default(o, p->topology, &placements);
	qsort(sizes.at, sizes.count, sizeof(sizes.at[0]), compare_sizes);
	do {
		struct ipc_case c = {
			.placement = (enum placement)placements.at[at[PLACEMENT]],
			.pattern = (enum pattern)lists[PATTERN]->at[at[PATTERN]],
			.touch = (enum touch)lists[TOUCH]->at[at[TOUCH]],
			.size = sizes.at[at[SIZE]],
			.cpu = {-1, -1},
			.directory = plan_directory(o),
		};

		if (c.pattern == PACED)
			c.rate = lists[RATE]->at[at[RATE]];
		else if (at[RATE] > 0)
			continue;
		if (c.placement != ELSEWHERE)
			c.skip = placement_choose(p->topology, c.placement, c.cpu);
		c.supervisor_cpu = placement_supervisor_cpu(p->topology, c.cpu);
		r = plan_add_group(p, c, at[SIZE] == 0);
	} while (r == 0 && combination_next(at, lists, LISTS));
	return r;
}

int plan_make(const struct options *o, const struct topology *topology, struct plan *ret,
	      char message[static MESSAGE_SIZE])
{
	struct planner p = {.o = o, .topology = topology, .plan = ret};
	int r = plan_check(o, message);

	memset(ret, 0, sizeof(*ret));
	return r < 0 ? r : plan_add_groups(&p);
}

void plan_free(struct plan *plan)
{
	free(plan->cases);
	free(plan->groups);
	memset(plan, 0, sizeof(*plan));
}
