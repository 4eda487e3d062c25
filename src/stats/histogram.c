/* SPDX-License-Identifier: MIT */
/*
 * Values below 512 are their own index.  Above, a value keeps its nine leading bits, 256
 * to 511, and each further bit of its length adds 256 to the index.
 */
#include "stats/histogram.h"

enum { SPLIT = 1 << HISTOGRAM_SPLIT_BITS };

size_t histogram_bin(uint64_t value)
{
	if (value < SPLIT)
		return value;
	if (value >= HISTOGRAM_MAX)
		return HISTOGRAM_BINS - 1;

	int shift = 63 - __builtin_clzll(value) - HISTOGRAM_SPLIT_BITS;

	return (size_t)shift * SPLIT + (value >> shift);
}

uint64_t histogram_low(size_t index)
{
	if (index < SPLIT)
		return index;
	if (index == HISTOGRAM_BINS)
		return 0;

	size_t shift = index / SPLIT - 1;

	return (uint64_t)(index - shift * SPLIT) << shift;
}
