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

double distances_split(double *distances, size_t n)
{
	const size_t least = n / 20 + 1;
	double sum = 0, below = 0, largest = 0;
	size_t split = 0;

	stats_sort(distances, n);
	for (size_t i = 0; i < n; i++)
		sum += log(distances[i]);
	for (size_t i = 1; i + least <= n; i++) {
		below += log(distances[i - 1]);

		const double rest = (double)(n - i);
		const double apart = (sum - below) / rest - below / (double)i;
		const double between = (double)i * rest * apart * apart;

		if (i >= least && between > largest) {
			largest = between;
			split = i;
		}
	}
	if (split == 0 || distances[split + (n - split) / 2] < GAP * distances[split / 2])
		return NAN;
	return sqrt(distances[split - 1] * distances[split]);
}

bool distances_matter(const struct distances *d, double time_ns)
{
	return d->levels > 1 && d->high - d->low > SHARE * time_ns;
}
