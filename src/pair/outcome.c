/* SPDX-License-Identifier: MIT */
#include "pair/outcome.h"

#include "stats/stats.h"

double outcome_median_ns(const struct outcome *outcome, uint32_t from)
{
	static double samples[PAIR_SAMPLES_MAX]; /* too large for a stack */
	const uint32_t count = outcome->count - from;

	for (uint32_t i = 0; i < count; i++)
		samples[i] = outcome->sample_ns[from + i];
	return stats_median(samples, count) / outcome->batch;
}
