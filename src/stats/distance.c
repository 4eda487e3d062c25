/* SPDX-License-Identifier: MIT */
#include "stats/distance.h"

#include <math.h>

#include "stats/stats.h"

#define GAP 1.5
#define SHARE 0.02

struct distances distances_of(double *distances, size_t n)
{
	struct distances d = {.median = NAN, .low = NAN, .high = NAN};

	if (n == 0)
		return d;
	d.median = stats_median(distances, n);
	stats_sort(distances, n);
	d.levels = 1;
	d.low = distances[0];
	d.high = distances[n - 1];
	for (size_t i = 1; i < n; i++)
		d.levels += distances[i] >= GAP * distances[i - 1];
	return d;
}

bool distances_matter(const struct distances *d, double time_ns)
{
	return d->levels > 1 && d->high - d->low > SHARE * time_ns;
}
