/* SPDX-License-Identifier: MIT */
/*
 * The only clock.  CLOCK_MONOTONIC is read through the vDSO in 25 to 40 ns,
 * never goes back, and is the same on all CPUs, so that a stream may be timed
 * from its sender's first message to its receiver's last.
 */
#pragma once

#include <stdint.h>
#include <time.h>

/* Nanoseconds since some fixed moment. */
static inline uint64_t clock_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}
