/* SPDX-License-Identifier: MIT */
/*
 * A log-linear histogram of times.  Each power of two is cut into 256 bins, so a bin is
 * at most 1/256 of its values wide, and its middle is within 0.2 % of all of them.  Below
 * 512 ns each value has a bin of its own.
 *
 * A zeroed struct is an empty histogram.  It takes 70 KiB, too much for a stack.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HISTOGRAM_MAX (UINT64_C(1) << 42) /* ns, 73 minutes */

enum {
	HISTOGRAM_SPLIT_BITS = 8,
	HISTOGRAM_BINS = ((42 - HISTOGRAM_SPLIT_BITS + 1) << HISTOGRAM_SPLIT_BITS) + 1,
};

struct histogram {
	uint64_t counts[HISTOGRAM_BINS];
};

struct histogram_bin {
	uint64_t low, high; /* ns, both ends included */
	uint64_t count;
};

/* Counts @value, in ns.  All values from HISTOGRAM_MAX on share the last bin. */
void histogram_add(struct histogram *h, uint64_t value);

/* Stores the next bin that is not empty, in ascending order, in *@bin.  Start with *@at
 * = 0.  Returns false, and stores nothing, after the last. */
bool histogram_next(const struct histogram *h, size_t *at, struct histogram_bin *bin);
