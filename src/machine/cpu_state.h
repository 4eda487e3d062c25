/* SPDX-License-Identifier: MIT */
/*
 * What state a CPU is in.  @root is prepended to the paths of /proc and /sys, "" for this
 * machine.
 */
#pragma once

/* For how long the hypervisor has run somebody else on this CPU since the machine was
 * started, in ns, to a tick (mostly 10 ms).  NaN if it does not say, or if cpu < 0. */
double cpu_stolen_ns(const char *root, int cpu);

/* How fast the CPU runs now, in MHz.  NaN if the kernel does not say, or if cpu < 0. */
double cpu_mhz(const char *root, int cpu);
