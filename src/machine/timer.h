/* SPDX-License-Identifier: MIT */
/*
 * What reading the clock costs, and how finely it counts.
 *
 * Both are measured: clock_getres() answers 1 ns wherever the kernel converts a counter
 * to nanoseconds, however coarse that counter is.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct timer {
	double read_ns;	  /* one clock_ns(), median over blocks of reads */
	uint64_t step_ns; /* by which readings move; 0: none was seen to move */
};

/*
 * Takes mostly under a millisecond, at most ten.  Steps below 4 ns cannot be
 * distinguished from the rounding to whole nanoseconds, and may be reported as 1.
 */
struct timer timer_measure(void);

/*
 * The part of timer_measure() that tests call: the step behind @count differences of
 * readings, which are sorted; @count is 1 to TIMER_DELTAS.  Pure.
 */
enum { TIMER_DELTAS = 4096 };
uint64_t timer_step(double *delta, size_t count);
