/* SPDX-License-Identifier: MIT */
#include "machine/topology.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "machine/sysfile.h"

/* Lists of CPUs such as "3,7-9" ascend, so the first number is the lowest. */
static int core_read(const char *root, int cpu)
{
	long long first;

	/* The second is how kernels before 5.3 call it. */
	if (sysfile_number(&first, SYSFILE_CPU "/topology/core_cpus_list", root, cpu) &&
	    sysfile_number(&first, SYSFILE_CPU "/topology/thread_siblings_list", root,
			   cpu))
		return -1;
	return (int)first;
}

/* The data or unified cache of the highest level. */
static int cache_read(const char *root, int cpu)
{
	long long level, first, highest = 0;
	int cache = -1;

	for (int i = 0;; i++) {
		char type[32];

		if (sysfile_number(&level, SYSFILE_CPU "/cache/index%d/level", root, cpu,
				   i) ||
		    sysfile_text(NULL, type, sizeof(type),
				 SYSFILE_CPU "/cache/index%d/type", root, cpu, i))
			return cache;
		if (strcmp(type, "Instruction") == 0 || level <= highest)
			continue;
		highest = level;
		cache = -1;
		if (sysfile_number(&first, SYSFILE_CPU "/cache/index%d/shared_cpu_list",
				   root, cpu, i) == 0)
			cache = (int)first;
	}
}

/*
 * The entry node<N> in the CPU's own directory.  A kernel without NUMA has no directory
 * of nodes at all: its machine is one node, which is not the same as an unknown one.
 */
static int node_read(const char *root, int cpu)
{
	char path[PATH_MAX];
	struct dirent *entry;
	int node = -1;
	DIR *dir;

	snprintf(path, sizeof(path), SYSFILE_CPU, root, cpu);
	dir = opendir(path);
	if (!dir)
		return -1;
	while (node < 0 && (entry = readdir(dir)))
		sscanf(entry->d_name, "node%d", &node);
	closedir(dir);
	if (node >= 0)
		return node;
	snprintf(path, sizeof(path), "%s/sys/devices/system/node", root);
	return access(path, F_OK) < 0 ? 0 : -1;
}

void topology_fill(const char *root, struct topology *top)
{
	for (size_t i = 0; i < top->count; i++) {
		struct topology_cpu *c = &top->cpus[i];

		c->core = core_read(root, c->cpu);
		c->cache = cache_read(root, c->cpu);
		c->node = node_read(root, c->cpu);
	}
}

int topology_load(struct topology *top)
{
	/* The kernel refuses a mask that is shorter than its own, so a cpu_set_t alone
	 * would not do on a large machine. */
	cpu_set_t mask[64];
	size_t count;

	*top = (struct topology){0};
	if (sched_getaffinity(0, sizeof(mask), mask) < 0)
		return -errno;
	count = (size_t)CPU_COUNT_S(sizeof(mask), mask);
	top->cpus = calloc(count, sizeof(*top->cpus));
	if (!top->cpus)
		return -ENOMEM;
	for (int cpu = 0; top->count < count; cpu++)
		if (CPU_ISSET_S(cpu, sizeof(mask), mask))
			top->cpus[top->count++].cpu = cpu;
	topology_fill("", top);
	return 0;
}

void topology_free(struct topology *top)
{
	free(top->cpus);
	*top = (struct topology){0};
}
