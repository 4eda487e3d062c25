/* SPDX-License-Identifier: MIT */
/*
 * How much of the machine a process uses, how long it waits for a CPU, and what state a
 * CPU is in.
 */
#pragma once

/* Times are in ns, NaN if the kernel does not say. */
struct usage {
	double user_ns, system_ns; /* their sum is exact to 1 us; most kernels
				    * estimate the parts from ticks */
	double voluntary_switches;
	double involuntary_switches;
	double faults;	    /* minor and major */
	double runqueue_ns; /* ready to run while another process had the CPU */
};

/* Opens the meter of the calling process, which is never closed: the descriptor of
 * /proc/self/schedstat, or -1. */
int meter_open(void);

/* What the calling process has used so far.  Takes about 2 us. */
struct usage meter_read(int meter);

/* @a + @times * @b */
struct usage usage_add(struct usage a, double times, struct usage b);

/* For how long the hypervisor has run somebody else on this CPU since the machine was
 * started, in ns, to a tick (mostly 10 ms).  NaN if it does not say, or if cpu < 0.
 * @root is prepended to the paths of /proc and /sys, "" for this machine. */
double cpu_stolen_ns(const char *root, int cpu);

/* How fast the CPU runs now, in MHz.  NaN if the kernel does not say, or if cpu < 0. */
double cpu_mhz(const char *root, int cpu);
