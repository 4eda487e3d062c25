/* SPDX-License-Identifier: MIT */
#include "stats/regime.h"

#include <math.h>

#include "stats/stats.h"

#define GAP 1.5
#define SHARE 0.02

struct regimes regimes_find(double *distances, size_t n)
{
	struct regimes r = {.median = NAN, .low = NAN, .high = NAN};

	if (n == 0)
		return r;
	stats_sort(distances, n);
	r = (struct regimes){
		.count = 1,
		.median = distances[stats_rank(n, 0.5) - 1],
		.low = distances[0],
		.high = distances[n - 1],
	};
	for (size_t i = 1; i < n; i++)
		r.count += distances[i] >= GAP * distances[i - 1];
	return r;
}

bool regimes_matter(const struct regimes *r, double time_ns)
{
	return r->count > 1 && r->high - r->low > SHARE * time_ns;
}
