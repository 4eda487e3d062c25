/* SPDX-License-Identifier: MIT */
/*
 * What CPUs share, from hwloc.
 *
 * hwloc obeys environment variables that describe another machine; such an
 * answer is refused, because processes are pinned on this one.
 */
#include <errno.h>
#include <hwloc.h>

#include "machine/topology.h"

static int id_of(hwloc_obj_t object)
{
	return object ? hwloc_bitmap_first(object->cpuset) : -1;
}

/* The data or unified cache furthest from @pu. */
static hwloc_obj_t last_cache(hwloc_obj_t pu)
{
	hwloc_obj_t last = NULL;

	for (hwloc_obj_t up = pu->parent; up; up = up->parent) {
		if (hwloc_obj_type_is_dcache(up->type))
			last = up;
	}
	return last;
}

static int fill(hwloc_topology_t machine, struct topology *top)
{
	for (size_t i = 0; i < top->count; i++) {
		struct topology_cpu *c = &top->cpus[i];
		hwloc_obj_t pu = hwloc_get_pu_obj_by_os_index(machine, (unsigned)c->cpu);

		if (!pu)
			return -ENODATA;
		c->core = id_of(
			hwloc_get_ancestor_obj_by_type(machine, HWLOC_OBJ_CORE, pu));
		c->cache = id_of(last_cache(pu));
		c->node = hwloc_bitmap_first(pu->nodeset);
	}
	return 0;
}

int topology_fill_hwloc(struct topology *top)
{
	hwloc_topology_t machine;
	int r = -ENODEV;

	if (hwloc_topology_init(&machine) < 0)
		return -ENOMEM;
	/* Otherwise a core would be named by its lowest CPU that is allowed. */
	hwloc_topology_set_flags(machine, HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED);
	if (hwloc_topology_load(machine) == 0 && hwloc_topology_is_thissystem(machine))
		r = fill(machine, top);
	hwloc_topology_destroy(machine);
	return r;
}
