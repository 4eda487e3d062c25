/* SPDX-License-Identifier: MIT */
/*
 * Regimes: the distances that two CPUs have had.
 *
 * A virtual machine's CPUs are moved about by their host.  What was measured at
 * distances of 95 and of 450 ns is not one level with a wide interval but two levels,
 * and is to be called so.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct regimes {
	unsigned count; /* 0: no distance was measured, on one CPU for instance */
	double median, low, high; /* in ns; NaN without any */
};

/*
 * Sorts the distances of rounds, in ns, and counts in how many heaps they lie: one
 * ends where the next distance is half as long again or more.  Pure.
 */
struct regimes regimes_find(double *distances, size_t n);

/* Whether a time of so many ns is not the same in all of them, to 2 %. */
bool regimes_matter(const struct regimes *r, double time_ns);
