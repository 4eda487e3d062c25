/* SPDX-License-Identifier: MIT */
/*
 * The CPUs this process may use, and what they share.
 *
 * Numbers the kernel gives to cores repeat from socket to socket and caches have
 * none on many machines, so both are named here by the lowest CPU number in them:
 * equal ids mean the same core or cache, and nothing else.
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
 * Loads the CPUs in the calling thread's affinity mask, so call it before
 * pinning.  What cannot be found out is -1 and no error.  Returns 0 or -errno
 * and then leaves @top empty; otherwise end with topology_free().
 */
int topology_load(struct topology *top);

/* Accepts an empty topology. */
void topology_free(struct topology *top);

/*
 * The two sources behind topology_load().  They fill in core, cache and node of
 * the CPUs listed in @top and agree wherever both know.
 *
 * hwloc knows the quirks of more machines and is asked first; it returns -ENOSYS
 * when built without it, and after any error what it filled in means nothing.
 * sysfs is read below @root, "" for this machine.
 */
int topology_fill_hwloc(struct topology *top);
void topology_fill_sysfs(const char *root, struct topology *top);
