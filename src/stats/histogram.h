/* SPDX-License-Identifier: MIT */
/*
 * The bins in which times are counted: log-linear.  Each power of two is cut into 256
 * bins, so a bin is at most 1/256 of its values wide.  Below 512 ns each value has a bin
 * of its own.  Pure.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define HISTOGRAM_MAX (UINT64_C(1) << 42) /* ns, 73 minutes */

enum {
	HISTOGRAM_SPLIT_BITS = 8,
	HISTOGRAM_BINS = ((42 - HISTOGRAM_SPLIT_BITS + 1) << HISTOGRAM_SPLIT_BITS) + 1,
};

/* The bin of @value, in ns, below HISTOGRAM_BINS.  All from HISTOGRAM_MAX on share the
 * last one. */
size_t histogram_bin(uint64_t value);

/* The lowest value of bin @index.  Of the one after the last it is 2^64, that is 0. */
uint64_t histogram_low(size_t index);
