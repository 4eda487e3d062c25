/* SPDX-License-Identifier: MIT */
#include "plan/plan.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options/nearest.h"
#include "registry.h"

#define REFERENCE "pipe"
#define DIRECTORY "/tmp"

/* What is measured where the user leaves it open. */
static const struct text_list sizes_default = {
	8, {8, 64, 1024, 4096, 16384, 65536, 262144, 1048576}};
static const struct text_list sizes_quick = {4, {8, 4096, 65536, 262144}};
static const struct text_list patterns_default = {2, {ROUND_TRIP, STREAM}};
static const struct text_list patterns_echo = {1, {ROUND_TRIP}};
static const struct text_list touches_default = {1, {TOUCH_FULL}};
static const struct text_list setting_default = {1, {0}};
static const struct text_list rates_default = {2, {1000, 10000}};
static const struct text_list rates_none = {1, {0}};

/* The options, completed, and the plan as far as it is. */
struct planner {
	struct text_list patterns, sizes, placements, touches;
	const struct options *o;
	const struct topology *topology;
	struct plan *plan;
};

/* Where a family is called like one of its members, the name is the member's;
 * "family:pipe" is always the family. */
static bool name_selects(const char *name, const struct mechanism *m)
{
	static const char prefix[] = "family:";

	if (strncmp(name, prefix, sizeof(prefix) - 1) == 0)
		return strcmp(name + sizeof(prefix) - 1, m->family) == 0;
	if (mechanism_find(name))
		return strcmp(name, m->name) == 0;
	return strcmp(name, "all") == 0 || strcmp(name, m->family) == 0 ||
	       fnmatch(name, m->name, 0) == 0;
}

bool plan_selects(const struct text_words *names, const struct mechanism *m)
{
	for (size_t i = 0; i < names->count; i++)
		if (name_selects(names->at[i], m))
			return true;
	return names->count == 0;
}

static bool name_selects_any(const char *name, struct nearest *nearest)
{
	for (size_t i = 0; i < mechanism_count; i++) {
		if (name_selects(name, mechanisms[i]))
			return true;
		nearest_try(nearest, mechanisms[i]->name);
		nearest_try(nearest, mechanisms[i]->family);
	}
	nearest_try(nearest, "all");
	return false;
}

int plan_check_names(const struct text_words *names,
		     char message[static PLAN_MESSAGE_SIZE])
{
	for (size_t i = 0; i < names->count; i++) {
		struct nearest nearest = {.word = names->at[i]};

		if (name_selects_any(names->at[i], &nearest))
			continue;
		if (nearest.name)
			snprintf(message, PLAN_MESSAGE_SIZE,
				 "no mechanism is called '%s'; did you mean '%s'?",
				 names->at[i], nearest.name);
		else
			snprintf(
				message, PLAN_MESSAGE_SIZE,
				"no mechanism is called '%s'; 'ipcbench list' shows them",
				names->at[i]);
		return -EINVAL;
	}
	return 0;
}

/* One CPU, and the two nearest that are not hardware threads of one core. */
static void placements_default(const struct options *o, const struct topology *topology,
			       struct text_list *ret)
{
	static const enum placement two[] = {SAME_CACHE, SAME_NODE, CROSS_NODE, SMT};
	const char *reason;
	int cpu[SIDE_COUNT];

	if (o->peer || o->connect) {
		ret->at[ret->count++] = ELSEWHERE;
		return;
	}
	ret->at[ret->count++] = SAME_CPU;
	for (size_t i = 0; i < sizeof(two) / sizeof(two[0]) && ret->count < 2; i++)
		if (placement_choose(topology, two[i], cpu, &reason) == 0)
			ret->at[ret->count++] = two[i];
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
	return c->wait == WAIT_SPIN && one_cpu ? "polls-on-one-cpu" : NULL;
}

static int plan_add(struct planner *p, const struct ipc_case *c)
{
	struct plan *plan = p->plan;
	struct ipc_case *cases =
		realloc(plan->cases, (plan->case_count + 1) * sizeof(*cases));

	if (!cases)
		return -ENOMEM;
	plan->cases = cases;
	cases[plan->case_count] = *c;
	if (!c->skip)
		cases[plan->case_count].skip = reason_to_skip(p, c);
	plan->case_count++;
	return 0;
}

static int plan_add_waits(struct planner *p, struct ipc_case c)
{
	const struct text_list *waits = &p->o->waits;
	int r = 0;

	if (waits->count == 0) {
		c.wait = case_default_wait(c.mechanism);
		return plan_add(p, &c);
	}
	for (size_t i = 0; i < waits->count && r == 0; i++) {
		c.wait = (enum wait)waits->at[i];
		r = plan_add(p, &c);
	}
	return r;
}

/* All values of this setting with all of the following ones. */
static int plan_add_settings(struct planner *p, struct ipc_case c, enum setting setting)
{
	const struct text_list *asked;
	int r = 0;

	if (setting == SETTING_COUNT)
		return plan_add_waits(p, c);
	asked = &p->o->settings[setting];
	if (asked->count == 0)
		asked = &setting_default;
	for (size_t i = 0; i < asked->count && r == 0; i++) {
		c.asked[setting] = asked->at[i];
		r = plan_add_settings(p, c, setting + 1);
	}
	return r;
}

/* Those of the mechanism's variants that were asked for, or else its default. */
static int plan_add_variants(struct planner *p, struct ipc_case c)
{
	const struct text_words *asked = &p->o->variants;
	const char *const *variant = c.mechanism->variants;
	bool any = false;
	int r = 0;

	for (; variant && *variant && r == 0; variant++)
		for (size_t i = 0; i < asked->count && r == 0; i++) {
			if (strcmp(asked->at[i], *variant) != 0)
				continue;
			c.variant = *variant;
			r = plan_add_settings(p, c, SET_BUFFER);
			any = true;
		}
	c.variant = c.mechanism->variants ? c.mechanism->variants[0] : NULL;
	return any ? r : plan_add_settings(p, c, SET_BUFFER);
}

static size_t plan_find_reference(const struct plan *plan, const char *name, size_t first)
{
	for (size_t i = first; i < plan->case_count; i++)
		if (!plan->cases[i].skip &&
		    strcmp(plan->cases[i].mechanism->name, name) == 0)
			return i;
	for (size_t i = first; i < plan->case_count; i++)
		if (!plan->cases[i].skip &&
		    !(plan->cases[i].mechanism->traits & MECH_CONTROL))
			return i;
	return first;
}

/* common is what all cases of the group share. */
static int plan_add_group(struct planner *p, struct ipc_case common, bool tokens)
{
	struct plan *plan = p->plan;
	const size_t first = plan->case_count;
	const char *reference = p->o->reference ? p->o->reference : REFERENCE;
	struct group *groups;
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
	if (r < 0 || plan->case_count == first)
		return r;
	groups = realloc(plan->groups, (plan->group_count + 1) * sizeof(*groups));
	if (!groups)
		return -ENOMEM;
	plan->groups = groups;
	groups[plan->group_count++] = (struct group){
		.first = first,
		.count = plan->case_count - first,
		.reference = plan_find_reference(plan, reference, first),
	};
	return 0;
}

/* Every case a group of its own. */
static int plan_split_groups(struct plan *plan)
{
	struct group *groups = malloc((plan->case_count + 1) * sizeof(*groups));

	if (!groups)
		return -ENOMEM;
	for (size_t i = 0; i < plan->case_count; i++)
		groups[i] = (struct group){.first = i, .count = 1, .reference = i};
	free(plan->groups);
	plan->groups = groups;
	plan->group_count = plan->case_count;
	return 0;
}

static int plan_add_sizes(struct planner *p, struct ipc_case common)
{
	int r = 0;

	for (size_t t = 0; t < p->touches.count; t++)
		for (size_t s = 0; s < p->sizes.count && r == 0; s++) {
			common.touch = (enum touch)p->touches.at[t];
			common.size = p->sizes.at[s];
			r = plan_add_group(p, common, s == 0);
		}
	return r;
}

static int plan_add_rates(struct planner *p, struct ipc_case common)
{
	const struct text_list *rates = common.pattern != PACED ? &rates_none
					: p->o->rates.count	? &p->o->rates
								: &rates_default;
	int r = 0;

	for (size_t i = 0; i < rates->count && r == 0; i++) {
		common.rate = rates->at[i];
		r = plan_add_sizes(p, common);
	}
	return r;
}

const char *plan_directory(const struct options *o)
{
	const char *directory = o->directory ? o->directory : getenv("TMPDIR");

	return directory && *directory ? directory : DIRECTORY;
}

static int plan_add_placement(struct planner *p, enum placement placement)
{
	struct ipc_case common = {.placement = placement, .cpu = {-1, -1}};
	int r = 0;

	common.directory = plan_directory(p->o);
	if (placement == ELSEWHERE ||
	    placement_choose(p->topology, placement, common.cpu, &common.skip) == 0)
		common.skip = NULL;
	common.supervisor_cpu = placement_supervisor_cpu(p->topology, common.cpu);
	for (size_t i = 0; i < p->patterns.count && r == 0; i++) {
		common.pattern = (enum pattern)p->patterns.at[i];
		r = plan_add_rates(p, common);
	}
	return r;
}

static bool variant_exists(const char *name)
{
	for (size_t i = 0; i < mechanism_count; i++)
		for (const char *const *v = mechanisms[i]->variants; v && *v; v++)
			if (strcmp(name, *v) == 0)
				return true;
	return false;
}

/* Whether the names among the options are names of something. */
static int plan_check(const struct options *o, char message[static PLAN_MESSAGE_SIZE])
{
	int r = plan_check_names(&o->mechanisms, message);

	if (r == 0 && o->reference && !mechanism_find(o->reference)) {
		snprintf(message, PLAN_MESSAGE_SIZE,
			 "--reference: no mechanism is called '%s'; 'ipcbench list' "
			 "shows them",
			 o->reference);
		r = -EINVAL;
	}
	for (size_t i = 0; i < o->variants.count && r == 0; i++) {
		if (variant_exists(o->variants.at[i]))
			continue;
		snprintf(message, PLAN_MESSAGE_SIZE, "--variant: no mechanism has '%s'",
			 o->variants.at[i]);
		r = -EINVAL;
	}
	return r;
}

static int compare_sizes(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

int plan_make(const struct options *o, const struct topology *topology, struct plan *ret,
	      char message[static PLAN_MESSAGE_SIZE])
{
	struct planner p = {
		.patterns = o->patterns.count ? o->patterns
			    : o->connect      ? patterns_echo
					      : patterns_default,
		.sizes = o->sizes.count ? o->sizes
			 : o->quick	? sizes_quick
					: sizes_default,
		.placements = o->placements,
		.touches = o->touches.count ? o->touches : touches_default,
		.o = o,
		.topology = topology,
		.plan = ret,
	};
	int r = plan_check(o, message);

	memset(ret, 0, sizeof(*ret));
	qsort(p.sizes.at, p.sizes.count, sizeof(p.sizes.at[0]), compare_sizes);
	if (p.placements.count == 0)
		placements_default(o, topology, &p.placements);
	for (size_t i = 0; i < p.placements.count && r == 0; i++)
		r = plan_add_placement(&p, (enum placement)p.placements.at[i]);
	if (r == 0 && o->exclusive)
		r = plan_split_groups(ret);
	if (r < 0)
		plan_free(ret);
	return r;
}

void plan_free(struct plan *plan)
{
	free(plan->cases);
	free(plan->groups);
	memset(plan, 0, sizeof(*plan));
}
