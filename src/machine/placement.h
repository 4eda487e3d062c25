/* SPDX-License-Identifier: MIT */
/*
 * Which two CPUs a placement means on this machine.
 *
 * Pure.  Only CPUs of the topology, which are the allowed ones, are chosen.  A placement
 * that they cannot make is refused with a reason, never approximated: where a machine
 * does not name its caches, as some virtual machines do not, two CPUs are no more than
 * that.
 */
#pragma once

#include "machine/topology.h"

enum placement {
	SAME_CPU,   /* one CPU for both */
	SMT,	    /* two hardware threads of one core */
	SAME_CACHE, /* two cores under one last-level cache */
	SAME_NODE,  /* two last-level caches of one NUMA node */
	CROSS_NODE, /* two NUMA nodes */
	APART,	    /* two CPUs; the machine does not say what they share */
	ANY,	    /* not pinned: wherever the scheduler puts them */
	PLACEMENT_COUNT,

	/* The server is where --peer or --connect puts it.  No user can ask for this. */
	ELSEWHERE = PLACEMENT_COUNT,
};

/* "same-cpu" and so on, as on the command line and in the CSV. */
const char *placement_name(enum placement placement);

/*
 * Stores the CPUs of the client and of the server in @cpu[0] and @cpu[1], or -1 for sides
 * that are not pinned.  Of all pairs of CPUs that make the placement, those without CPU 0
 * and its core, which take most interrupts, are preferred, and then the lowest numbers.
 *
 * Returns NULL; or, if no pair of allowed CPUs makes the placement, the reason as a slug
 * for the CSV: "topology-unknown" if the machine does not say what its CPUs share.
 */
const char *placement_choose(const struct topology *top, enum placement placement,
			     int cpu[2]);

/*
 * The CPU for the supervisor, which sleeps during slices, or -1 if there is none or the
 * pair is not pinned.
 *
 * If both sides share one CPU, it is that one: waking each other is cheap there, but
 * takes up to 50 us across CPUs.  On a virtual machine this lowered the share of time
 * between slices from 6.5 % to 1.5 %.  Otherwise it is a CPU of neither side and, if
 * possible, of neither side's core; CPU 0 is as good as any.
 */
int placement_supervisor_cpu(const struct topology *top, const int cpu[2]);
