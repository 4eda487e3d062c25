/* SPDX-License-Identifier: MIT */
/*
 * The differences of readings that follow each other at once show the cost of a reading,
 * not the step.  Delays of varying length between readings spread the differences over
 * all values that the clock can produce.
 */
#include "machine/timer.h"

#include <math.h>

#include "clock.h"
#include "stats/stats.h"

enum {
	BLOCKS = 64,
	READS_PER_BLOCK = 32,
	DELAYS = 256,
	BUDGET_NS = 4000000, /* for each of the two, if reading is slow ... */
	BLOCKS_MIN = 16,     /* ... but not if another process had the CPU meanwhile */
	DELTAS_MIN = 1024,
};

static double read_cost(void)
{
	uint64_t start = clock_ns(), now = start;
	double blocks[BLOCKS];
	size_t n = 0;

	while (n < BLOCKS && (n < BLOCKS_MIN || now - start < BUDGET_NS)) {
		uint64_t before = now;

		for (int i = 0; i < READS_PER_BLOCK; i++)
			now = clock_ns();
		blocks[n++] = (double)(now - before) / READS_PER_BLOCK;
	}
	return stats_median(blocks, n);
}

static size_t deltas_collect(double *delta)
{
	uint64_t start = clock_ns(), before = start;
	size_t n = 0;

	while (n < TIMER_DELTAS && (n < DELTAS_MIN || before - start < BUDGET_NS)) {
		uint64_t now;

		for (size_t i = 0; i < n % DELAYS; i++)
			__asm__ volatile("");
		now = clock_ns();
		delta[n++] = (double)(now - before);
		before = now;
	}
	return n;
}

/*
 * A coarse clock produces clusters of at most two neighbouring values, a step apart: a
 * step of 41.67 ns reads as 41 or 42.  A fine clock produces values without gaps, except
 * between stray large ones.  Strays make wide gaps only, so the narrowest gaps are the
 * step, up to rounding.
 */
uint64_t timer_step(double *delta, size_t count)
{
	static double gap[TIMER_DELTAS]; /* too large for a stack */
	double low = 0, sum = 0;
	size_t values = 0, clusters = 0, n = 0;

	stats_sort(delta, count);
	for (size_t i = 0; i < count; i++) {
		if (i && delta[i] == delta[i - 1])
			continue;
		values++;
		if (i && delta[i] == delta[i - 1] + 1)
			continue;
		gap[clusters++] = delta[i] - low;
		low = delta[i];
	}
	if (values > 3 * clusters)
		return 1;
	if (clusters == 1)
		return (uint64_t)gap[0];
	/* The first is the distance from 0, not a gap between clusters. */
	stats_sort(gap + 1, clusters - 1);
	while (n < clusters - 1 && 2 * gap[1 + n] <= 3 * gap[1])
		sum += gap[1 + n++];
	return (uint64_t)llround(sum / (double)n);
}

struct timer timer_measure(void)
{
	static double delta[TIMER_DELTAS]; /* too large for a stack */

	return (struct timer){
		.read_ns = read_cost(),
		.step_ns = timer_step(delta, deltas_collect(delta)),
	};
}
