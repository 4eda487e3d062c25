/* SPDX-License-Identifier: MIT */
/*
 * What CPUs share, from /sys/devices/system.
 *
 * A kernel built without NUMA has no node directory at all: its machine is one
 * node, which is not the same as not knowing.
 */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "machine/sysfile.h"
#include "machine/topology.h"

#define CPU_DIR "%s/sys/devices/system/cpu/cpu%d"

/* Lists such as "3,7-9" ascend, so their first number is the lowest CPU. */
static int core_read(const char *root, int cpu)
{
	long long first;

	/* The second is what kernels before 5.3 have. */
	if (sysfile_number(&first, CPU_DIR "/topology/core_cpus_list", root, cpu) == 0 ||
	    sysfile_number(&first, CPU_DIR "/topology/thread_siblings_list", root, cpu) ==
		    0)
		return (int)first;
	return -1;
}

static int cache_read(const char *root, int cpu)
{
	long long level, first, highest = 0;
	int cache = -1;

	for (int i = 0;; i++) {
		char type[32];

		if (sysfile_number(&level, CPU_DIR "/cache/index%d/level", root, cpu,
				   i) ||
		    sysfile_line(type, sizeof(type), CPU_DIR "/cache/index%d/type", root,
				 cpu, i))
			return cache;
		if (strcmp(type, "Instruction") == 0 || level <= highest)
			continue;
		highest = level;
		cache = -1;
		if (sysfile_number(&first, CPU_DIR "/cache/index%d/shared_cpu_list", root,
				   cpu, i) == 0)
			cache = (int)first;
	}
}

/* The entry node<N> of the CPU's own directory. */
static int node_read(const char *root, int cpu)
{
	char path[PATH_MAX];
	struct dirent *entry;
	int node = -1;
	DIR *dir;

	snprintf(path, sizeof(path), CPU_DIR, root, cpu);
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

void topology_fill_sysfs(const char *root, struct topology *top)
{
	for (size_t i = 0; i < top->count; i++) {
		struct topology_cpu *c = &top->cpus[i];

		c->core = core_read(root, c->cpu);
		c->cache = cache_read(root, c->cpu);
		c->node = node_read(root, c->cpu);
	}
}
