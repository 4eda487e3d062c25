/* SPDX-License-Identifier: MIT */
/*
 * Which two CPUs a placement means on this machine.
 *
 * Pure.  Only CPUs of the topology, that is allowed ones, are ever chosen; a
 * placement they cannot make is refused with a reason and never approximated.
 */
#pragma once

#include "machine/topology.h"

enum placement {
	SAME_CPU,   /* one CPU for both */
	SMT,	    /* two hardware threads of one core */
	SAME_CACHE, /* two cores under one last-level cache */
	SAME_NODE,  /* two last-level caches of one NUMA node */
	CROSS_NODE, /* two NUMA nodes */
	ANY,	    /* not pinned: wherever the scheduler puts them */
	PLACEMENT_COUNT,

	/* Not to be chosen: the server is where --peer or --connect has it. */
	ELSEWHERE = PLACEMENT_COUNT,
};

/* "same-cpu" and so on, as on the command line and in the CSV. */
const char *placement_name(enum placement placement);

/*
 * Sets @cpu to the CPUs of the client [0] and of the server [1], -1 for a side
 * that is not pinned.  CPU 0 and its core, which take most interrupts, are chosen
 * only when nothing else will do; otherwise the lowest numbers win.
 *
 * Returns -ENOENT when no allowed pair is placed so; *@reason is then a slug for
 * the CSV, and "topology-unknown" where the machine does not say.
 */
int cpu_choose(const struct topology *top, enum placement placement, int cpu[2],
	       const char **reason);

/*
 * A CPU for the supervisor, which sleeps while a slice lasts.  That of a pair that has
 * one: to wake each other costs little there, and across CPUs up to 50 us, which made
 * 6.5 % of the time between slices 1.5 % (measured on a virtual machine).  For two CPUs
 * one that is neither and, if possible, on neither's core; CPU 0 will do.  -1 when
 * there is none or the pair is not pinned.
 */
int cpu_of_supervisor(const struct topology *top, const int cpu[2]);
