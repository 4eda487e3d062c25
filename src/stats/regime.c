/* SPDX-License-Identifier: MIT */
#include "stats/regime.h"

#include <math.h>
#include <stdlib.h>

#include "stats/stats.h"

#define GAP 1.5
#define SHARE 0.02

static int compare_distances(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

struct regimes regimes_find(double *distances, size_t n)
{
	struct regimes r = {.median = NAN, .low = NAN, .high = NAN};

	if (n == 0)
		return r;
	qsort(distances, n, sizeof(*distances), compare_distances);
	r = (struct regimes){
		.count = 1,
		.median = stats_quantile_sorted(distances, n, 0.5),
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
