/* SPDX-License-Identifier: MIT */
/*
 * The distance of two CPUs, in ns, over the rounds of a case.  Pure.
 *
 * The host of a virtual machine moves its CPUs about.  What was measured at distances of
 * 95 and of 450 ns has two levels, not one level with a wide interval, and must not be
 * reported as one.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct distances {
	unsigned levels;	  /* 0: none was measured, as on one CPU */
	double median, low, high; /* NaN without any */
};

/* Sorts @distances.  A new level begins where the next one is larger by half or more. */
struct distances distances_of(double *distances, size_t n);

/*
 * Where near and far part: the threshold that leaves the least variance of the logarithms
 * on both sides of it (Otsu, IEEE Trans. SMC 9, 1979), each of which has a twentieth of
 * the distances at least.  NaN unless their medians differ by half or more: distances of
 * one regime spread.  Sorts @distances.
 */
double distances_split(double *distances, size_t n);

/* Whether there are levels that differ by more than 2 % of @time_ns. */
bool distances_matter(const struct distances *d, double time_ns);
