/* SPDX-License-Identifier: MIT */
/*
 * What the clock itself costs and how finely it counts.
 *
 * clock_getres() answers 1 ns wherever the kernel converts a counter to
 * nanoseconds, however coarse that counter is, so both are measured.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct timer {
	double read_ns;	  /* one clock_ns(), median over blocks of reads */
	uint64_t step_ns; /* what readings move by; 0: it was not seen to move */
};

/*
 * Takes under a millisecond as a rule, ten at most.  Steps below 4 ns cannot be told from
 * the rounding to whole nanoseconds and may be reported as 1.
 */
struct timer timer_measure(void);

/*
 * The step behind @count differences of readings, which it sorts.  @count is 1 to
 * TIMER_DELTAS.  Pure; a part of timer_measure() that tests call.
 */
enum { TIMER_DELTAS = 4096 };
uint64_t timer_step(uint64_t *delta, size_t count);
