/* SPDX-License-Identifier: MIT */
/*
 * What a CPU goes through while others use the machine.  root is where /proc and
 * /sys are, "" for this machine's.
 */
#pragma once

/* For how long, since the machine was started, the hypervisor has run somebody else
 * instead, in ns, to a tick (10 ms mostly).  NaN where it does not say, or cpu < 0. */
double cpu_stolen_ns(const char *root, int cpu);

/* How fast it runs now, in MHz; NaN where the kernel does not say, or cpu < 0. */
double cpu_mhz(const char *root, int cpu);
