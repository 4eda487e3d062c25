/* SPDX-License-Identifier: MIT */
/*
 * What a pair has measured in one slice.
 */
#pragma once

#include <stdint.h>

#include "machine/meter.h"
#include "mechanism.h"

#define PAIR_SAMPLES_MAX 8192 /* per slice */

struct outcome {
	uint64_t begin_ns, end_ns; /* by clock_ns() */
	uint32_t count;		   /* samples */
	uint32_t batch;		   /* messages, or round trips, per sample */

	/* Arrays of count, which the pair overwrites in its next slice: see struct job.
	 * A stream has none; only a paced slice has the last two. */
	uint32_t *sample_ns, *late_ns, *blocked_ns;

	struct usage usage[SIDE_COUNT]; /* by each side, during the slice */
	uint64_t lost, reordered;	/* messages, see struct slice */
};

/* The usual time of a message, or of a round trip: the median of the samples without
 * the first @from, over the batch.  NaN if there are none. */
double outcome_median_ns(const struct outcome *outcome, uint32_t from);
