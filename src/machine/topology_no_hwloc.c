/* SPDX-License-Identifier: MIT */
/*
 * Stands in for topology_hwloc.c where hwloc is not installed.
 *
 * Nothing is lost on ordinary machines: sysfs gives the same answer.
 */
#include <errno.h>

#include "machine/topology.h"

int topology_fill_hwloc(struct topology *top)
{
	(void)top;
	return -ENOSYS;
}
