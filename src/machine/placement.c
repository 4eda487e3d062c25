/* SPDX-License-Identifier: MIT */
/*
 * Two CPUs make exactly one placement, or none if too little is known about them: they
 * are same-cache only if their caches are known to be the same.
 */
#include "machine/placement.h"

#include <limits.h>
#include <stdbool.h>

/* What must be known about a CPU to say which others make a placement with it. */
enum { CORE = 1, CACHE = 2, NODE = 4 };

static const struct {
	const char *name;
	const char *refusal;
	unsigned needs;
} placements[PLACEMENT_COUNT + 1] = {
	[SAME_CPU] = {"same-cpu", "no-cpu-allowed", 0},
	[SMT] = {"smt", "no-smt-sibling-allowed", CORE},
	[SAME_CACHE] = {"same-cache", "no-cores-sharing-cache-allowed", CORE | CACHE},
	[SAME_NODE] = {"same-node", "no-second-cache-on-node-allowed",
		       CORE | CACHE | NODE},
	[CROSS_NODE] = {"cross-node", "no-second-node-allowed", NODE},
	[APART] = {"apart", "topology-known", 0},
	[ANY] = {"any", "none", 0},
	[ELSEWHERE] = {"elsewhere", "none", 0},
};

const char *placement_name(enum placement placement)
{
	return placements[placement].name;
}

static unsigned known(const struct topology_cpu *c)
{
	return (c->core >= 0 ? CORE : 0) | (c->cache >= 0 ? CACHE : 0) |
	       (c->node >= 0 ? NODE : 0);
}

/* The placement that @a and @b make. */
static enum placement relation(const struct topology_cpu *a, const struct topology_cpu *b)
{
	const unsigned both = known(a) & known(b);

	if (a->cpu == b->cpu)
		return SAME_CPU;
	if (both & NODE && a->node != b->node)
		return CROSS_NODE;
	if (both & CORE && a->core == b->core)
		return SMT;
	if (!(both & CORE) || !(both & CACHE))
		return APART;
	if (a->cache == b->cache)
		return SAME_CACHE;
	return both & NODE ? SAME_NODE : APART;
}

/* How many interrupts @c is likely to take, as a rank.  Core 0 is that of CPU 0. */
static int interrupt_rank(const struct topology_cpu *c)
{
	return c->cpu == 0 ? 2 : c->core == 0;
}

/* The reason why no two CPUs of @top make @placement. */
static const char *refusal(const struct topology *top, enum placement placement)
{
	if (top->count == 1)
		return "one-cpu-allowed";
	for (size_t i = 0; i < top->count; i++) {
		if (placements[placement].needs & ~known(&top->cpus[i]))
			return "topology-unknown";
	}
	return placements[placement].refusal;
}

const char *placement_choose(const struct topology *top, enum placement placement,
			     int cpu[2])
{
	int least = INT_MAX;

	if (placement == ANY) {
		cpu[0] = cpu[1] = -1;
		return NULL;
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
	return least < INT_MAX ? NULL : refusal(top, placement);
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
