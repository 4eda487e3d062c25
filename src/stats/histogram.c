/* SPDX-License-Identifier: MIT */
/*
 * Values below 512 are their own index.  Above, a value keeps its nine leading bits, 256
 * to 511, and each further bit of its length adds 256 to the index.
 */
#include "stats/histogram.h"

enum { SPLIT = 1 << HISTOGRAM_SPLIT_BITS };

static size_t bin_of(uint64_t value)
{
	if (value < SPLIT)
		return value;
	if (value >= HISTOGRAM_MAX)
		return HISTOGRAM_BINS - 1;

	int shift = 63 - __builtin_clzll(value) - HISTOGRAM_SPLIT_BITS;

	return (size_t)shift * SPLIT + (value >> shift);
}

/* The lowest value of bin @index.  Of the one after the last it is 2^64, that is 0. */
static uint64_t bin_low(size_t index)
{
	if (index < SPLIT)
		return index;
	if (index == HISTOGRAM_BINS)
		return 0;

	size_t shift = index / SPLIT - 1;

	return (uint64_t)(index - shift * SPLIT) << shift;
}

void histogram_add(struct histogram *h, uint64_t value)
{
	h->counts[bin_of(value)]++;
}

bool histogram_next(const struct histogram *h, size_t *at, struct histogram_bin *bin)
{
	for (size_t i = *at; i < HISTOGRAM_BINS; i++) {
		if (!h->counts[i])
			continue;
		bin->low = bin_low(i);
		bin->high = bin_low(i + 1) - 1;
		bin->count = h->counts[i];
		*at = i + 1;
		return true;
	}
	return false;
}
