/* SPDX-License-Identifier: MIT */
/*
 * The CPUs this process may use.
 *
 * The kernel refuses an affinity mask shorter than its own, which on a large
 * machine is longer than cpu_set_t: the mask grows until it is accepted.
 */
#include "machine/topology.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>

enum { CPUS_AT_MOST = 1 << 20 };

/* The calling thread's mask, @size bytes; the caller frees it with CPU_FREE(). */
static int mask_get(cpu_set_t **mask, size_t *size)
{
	for (int cpus = CPU_SETSIZE; cpus <= CPUS_AT_MOST; cpus *= 2) {
		int r;

		*mask = CPU_ALLOC(cpus);
		if (!*mask)
			return -ENOMEM;
		*size = CPU_ALLOC_SIZE(cpus);
		if (sched_getaffinity(0, *size, *mask) == 0)
			return 0;
		r = -errno;
		CPU_FREE(*mask);
		if (r != -EINVAL)
			return r;
	}
	return -EOVERFLOW;
}

static int allowed_list(struct topology *top)
{
	cpu_set_t *mask;
	size_t size, count;
	int r = mask_get(&mask, &size);

	if (r < 0)
		return r;
	count = (size_t)CPU_COUNT_S(size, mask);
	top->cpus = calloc(count, sizeof(*top->cpus));
	if (!top->cpus) {
		CPU_FREE(mask);
		return -ENOMEM;
	}
	for (int cpu = 0; top->count < count; cpu++) {
		if (CPU_ISSET_S(cpu, size, mask))
			top->cpus[top->count++] = (struct topology_cpu){cpu, -1, -1, -1};
	}
	CPU_FREE(mask);
	return 0;
}

int topology_load(struct topology *top)
{
	int r;

	*top = (struct topology){0};
	r = allowed_list(top);
	if (r < 0)
		return r;
	if (topology_fill_hwloc(top) < 0)
		topology_fill_sysfs("", top);
	return 0;
}

void topology_free(struct topology *top)
{
	free(top->cpus);
	*top = (struct topology){0};
}
