/* SPDX-License-Identifier: MIT */
/*
 * Two CPUs make exactly one placement, or none if too little is known about them: they
 * are same-cache only if their caches are known to be the same.
 */
#include "machine/placement.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>

static const struct {
	const char *name;
	const char *refusal;
} placements[PLACEMENT_COUNT + 1] = {
	[SAME_CPU] = {"same-cpu", "no-cpu-allowed"},
	[SMT] = {"smt", "no-smt-sibling-allowed"},
	[SAME_CACHE] = {"same-cache", "no-cores-sharing-cache-allowed"},
	[SAME_NODE] = {"same-node", "no-second-cache-on-node-allowed"},
	[CROSS_NODE] = {"cross-node", "no-second-node-allowed"},
	[ANY] = {"any", "none"},
	[ELSEWHERE] = {"elsewhere", "none"},
};

const char *placement_name(enum placement placement)
{
	return placements[placement].name;
}

/* The placement that @a and @b make; ANY if it is not known. */
static enum placement relation(const struct topology_cpu *a, const struct topology_cpu *b)
{
	if (a->cpu == b->cpu)
		return SAME_CPU;
	if (a->node >= 0 && b->node >= 0 && a->node != b->node)
		return CROSS_NODE;
	if (a->core < 0 || b->core < 0)
		return ANY;
	if (a->core == b->core)
		return SMT;
	if (a->cache < 0 || b->cache < 0)
		return ANY;
	if (a->cache == b->cache)
		return SAME_CACHE;
	return a->node >= 0 && b->node >= 0 ? SAME_NODE : ANY;
}

/* How many interrupts @c is likely to take, as a rank.  Core 0 is that of CPU 0. */
static int interrupt_rank(const struct topology_cpu *c)
{
	if (c->cpu == 0)
		return 2;
	return c->core == 0 ? 1 : 0;
}

/* Whether enough is known about @c to say which CPUs make @placement with it. */
static bool is_known(const struct topology_cpu *c, enum placement placement)
{
	switch (placement) {
	case SMT:
		return c->core >= 0;
	case SAME_CACHE:
		return c->core >= 0 && c->cache >= 0;
	case SAME_NODE:
		return c->core >= 0 && c->cache >= 0 && c->node >= 0;
	case CROSS_NODE:
		return c->node >= 0;
	default:
		return true;
	}
}

/* The reason why no two CPUs of @top make @placement. */
static const char *refusal(const struct topology *top, enum placement placement)
{
	if (top->count == 1)
		return "one-cpu-allowed";
	for (size_t i = 0; i < top->count; i++) {
		if (!is_known(&top->cpus[i], placement))
			return "topology-unknown";
	}
	return placements[placement].refusal;
}

int placement_choose(const struct topology *top, enum placement placement, int cpu[2],
		     const char **reason)
{
	int least = INT_MAX;

	if (placement == ANY) {
		cpu[0] = cpu[1] = -1;
		return 0;
	}
	for (size_t i = 0; i < top->count; i++) {
		for (size_t j = i; j < top->count; j++) {
			const struct topology_cpu *a = &top->cpus[i], *b = &top->cpus[j];
			int cost = interrupt_rank(a) + interrupt_rank(b);

			if (relation(a, b) != placement || cost >= least)
				continue;
			least = cost;
			cpu[0] = a->cpu;
			cpu[1] = b->cpu;
		}
	}
	if (least < INT_MAX)
		return 0;
	*reason = refusal(top, placement);
	return -ENOENT;
}

static int core_of(const struct topology *top, int cpu)
{
	for (size_t i = 0; i < top->count; i++) {
		if (top->cpus[i].cpu == cpu)
			return top->cpus[i].core;
	}
	return -1;
}

int placement_supervisor_cpu(const struct topology *top, const int cpu[2])
{
	int client_core = core_of(top, cpu[0]), server_core = core_of(top, cpu[1]);
	int sibling = -1;

	if (cpu[0] == cpu[1]) /* also if neither side is pinned */
		return cpu[0];
	for (size_t i = 0; i < top->count; i++) {
		const struct topology_cpu *c = &top->cpus[i];

		if (c->cpu == cpu[0] || c->cpu == cpu[1])
			continue;
		if (c->core != client_core && c->core != server_core)
			return c->cpu;
		if (sibling < 0)
			sibling = c->cpu;
	}
	return sibling;
}
