/* SPDX-License-Identifier: MIT */
/*
 * The CPUs that this process may use, and what they share.
 *
 * The kernel's numbers of cores repeat from socket to socket, and on many machines caches
 * have no numbers.  Here the id of a core or cache is therefore the lowest CPU number in
 * it: equal ids mean the same core or cache, and nothing else.
 */
#pragma once

#include <stddef.h>

struct topology_cpu {
	int cpu;   /* the kernel's number */
	int core;  /* lowest CPU of its physical core, -1 when unknown */
	int cache; /* lowest CPU under its last-level cache, -1 when unknown */
	int node;  /* NUMA node, -1 when unknown */
};

struct topology {
	struct topology_cpu *cpus; /* ascending by number */
	size_t count;		   /* at least 1 once loaded */
};

/*
 * Loads the CPUs in the calling thread's affinity mask, so call it before pinning.  What
 * cannot be found out is -1 and no error.  Returns 0, and topology_free() frees @top, or
 * -errno, and @top is empty.
 */
int topology_load(struct topology *top);

/* Accepts an empty topology. */
void topology_free(struct topology *top);

/*
 * The part of topology_load() that tests call: stores core, cache and node of the CPUs
 * listed in @top, from the files below @root, "" for this machine.
 */
void topology_fill(const char *root, struct topology *top);
