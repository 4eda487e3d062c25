/* SPDX-License-Identifier: MIT */
/*
 * What a slice of a pair comes to.
 */
#pragma once

#include <stdint.h>

#include "machine/meter.h"
#include "mechanism.h"

#define PAIR_SAMPLES_MAX 8192 /* per slice */

/* What came of a slice. */
struct outcome {
	uint64_t begin_ns, end_ns; /* by clock_ns() */
	uint32_t count, batch;
	const uint32_t *sample_ns; /* unless it is a stream: count of them; the pair's,
				    * until its next slice */
	const uint32_t *late_ns, *blocked_ns; /* of a paced one, likewise */
	struct usage usage[SIDE_COUNT];	      /* by each side, during the slice */
	uint64_t lost, reordered;	      /* messages, see struct slice */
};

/* What a message, or a round trip, takes as a rule: the median of the samples but for the
 * first @from, over the batch.  NaN without any. */
double outcome_median_ns(const struct outcome *outcome, uint32_t from);
