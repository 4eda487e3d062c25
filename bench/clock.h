/* SPDX-License-Identifier: MIT */
/*
 * The only clock.  CLOCK_MONOTONIC is read through the vDSO in 25 to 40 ns,
 * never goes back, and is the same on all CPUs, so that a stream may be timed
 * from its sender's first message to its receiver's last.
 */
#pragma once

#include <stdint.h>
#include <time.h>

/* Nanoseconds since some fixed moment, without those during which all slept. */
static inline uint64_t clock_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

/* Sleeps until clock_ns() is at or a little past ns. */
static inline void clock_sleep_until(uint64_t ns)
{
	const struct timespec ts = {
		.tv_sec = (time_t)(ns / 1000000000u),
		.tv_nsec = (long)(ns % 1000000000u),
	};

	while (clock_ns() < ns)
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL);
}

/* For how many nanoseconds the machine has been suspended since it was started, within
 * a few microseconds. */
static inline uint64_t clock_suspended_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);

	const uint64_t all = (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
	const uint64_t awake = clock_ns();

	return all > awake ? all - awake : 0;
}
