/* SPDX-License-Identifier: MIT */
#include "figures/percentiles.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

double percentile_quantile(enum percentile which)
{
	static const double quantiles[PERCENTILE_COUNT] = {0.9, 0.99, 0.999};

	return quantiles[which];
}

static int add_samples(struct units *u, struct sorted_samples round)
{
	const size_t count = u->open_count + round.count;
	uint32_t *open = realloc(u->open, (count + 1) * sizeof(*open));

	if (!open)
		return -ENOMEM;
	memcpy(open + u->open_count, round.ns, round.count * sizeof(*open));
	u->open = open;
	u->open_count = count;
	return 0;
}

/* Makes the open samples a complete unit. */
static int complete_unit(struct units *u, double q)
{
	/* Rounds that join it later bring fewer than ten samples beyond the quantile. */
	const size_t beyond = (size_t)((double)u->open_count * (1 - q)) + 11;
	const size_t kept = beyond < u->open_count ? beyond : u->open_count;
	uint32_t *last = malloc(kept * sizeof(*last));
	double *quantiles = array_grow(u->quantiles, u->count, sizeof(*quantiles));

	stats_sort_u32(u->open, u->open_count);
	u->quantiles = quantiles ? quantiles : u->quantiles;
	if (!last || !quantiles) {
		free(last);
		return -ENOMEM;
	}
	quantiles[u->count++] =
		stats_quantile((struct sorted_samples){u->open, u->open_count}, q);
	memcpy(last, u->open + u->open_count - kept, kept * sizeof(*last));
	free(u->last);
	free(u->open);
	u->last = last;
	u->last_kept = kept;
	u->last_count = u->open_count;
	u->open = NULL;
	u->open_count = 0;
	return 0;
}

int percentiles_add(struct percentiles *p, struct sorted_samples round)
{
	int r = 0;

	for (enum percentile i = P90; i < PERCENTILE_COUNT && r == 0; i++) {
		struct units *u = &p->units[i];

		r = add_samples(u, round);
		if (r == 0 &&
		    stats_carries_quantile(u->open_count, percentile_quantile(i)))
			r = complete_unit(u, percentile_quantile(i));
	}
	return r;
}

/* The quantile of the last unit with the open samples. */
static double joined_quantile(const struct units *u, double q)
{
	const size_t count = u->last_count + u->open_count;
	const size_t beyond = count - stats_rank(count, q);
	size_t last = u->last_kept, open = u->open_count;
	uint32_t value = 0;

	stats_sort_u32(u->open, u->open_count);
	for (size_t i = 0; i <= beyond; i++)
		value = open == 0 || (last > 0 && u->last[last - 1] > u->open[open - 1])
				? u->last[--last]
				: u->open[--open];
	return value;
}

struct estimate percentiles_estimate(const struct percentiles *p, enum percentile which,
				     double *scratch)
{
	const struct units *u = &p->units[which];

	for (size_t i = 0; i < u->count; i++)
		scratch[i] = u->quantiles[i];
	if (u->count > 0)
		scratch[u->count - 1] = joined_quantile(u, percentile_quantile(which));
	return stats_median_interval(scratch, u->count, STATS_CONFIDENCE);
}

void percentiles_free(struct percentiles *p)
{
	for (enum percentile i = P90; i < PERCENTILE_COUNT; i++) {
		free(p->units[i].quantiles);
		free(p->units[i].last);
		free(p->units[i].open);
	}
	memset(p, 0, sizeof(*p));
}
