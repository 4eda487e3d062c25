/* SPDX-License-Identifier: MIT */
/*
 * What a process uses of the machine, and for how long it had to wait for it.
 */
#pragma once

/* Times are in ns; NaN where the kernel does not say. */
struct usage {
	double user_ns, system_ns; /* their sum is exact to 1 us, its parts are
				    * guessed from ticks on most kernels */
	double voluntary_switches;
	double involuntary_switches;
	double faults;	    /* minor and major */
	double runqueue_ns; /* ready to run, and another had the CPU */
};

struct meter {
	int schedstat; /* /proc/self/schedstat, or -1 */
};

/* Opens what there is for the calling process, which keeps it open for life. */
struct meter meter_open(void);

/* What the calling process has used so far.  Takes about 2 us. */
struct usage meter_read(const struct meter *m);

struct usage usage_difference(struct usage now, struct usage before);
struct usage usage_sum(struct usage a, struct usage b);
