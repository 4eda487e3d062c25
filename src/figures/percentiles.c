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

static size_t samples_from(const struct percentiles *p, size_t first)
{
	size_t count = 0;

	for (size_t i = first; i < p->round_count; i++)
		count += p->rounds[i].count;
	return count;
}

/* Completes the unit of the rounds from its first to the one before end. */
static int complete_unit(struct percentiles *p, enum percentile which, size_t end)
{
	const size_t first = p->units[which].first, count = p->units[which].count;
	double *values = array_grow(p->units[which].values, count, sizeof(*values));

	if (!values)
		return -ENOMEM;
	values[count] = stats_quantile_of_rounds(&p->rounds[first], end - first,
						 percentile_quantile(which));
	p->units[which].values = values;
	p->units[which].count++;
	p->units[which].first = end;
	return 0;
}

/* A unit is complete when it, and the rounds after it, have enough samples each. */
static int complete_units(struct percentiles *p, enum percentile which)
{
	const double q = percentile_quantile(which);
	size_t after = samples_from(p, p->units[which].first), count = 0;
	int r = 0;

	for (size_t i = p->units[which].first; i < p->round_count && r == 0; i++) {
		count += p->rounds[i].count;
		after -= p->rounds[i].count;
		if (!stats_carries_quantile(count, q) ||
		    !stats_carries_quantile(after, q))
			continue;
		r = complete_unit(p, which, i + 1);
		count = 0;
	}
	return r;
}

/* Forgets the rounds that are in complete units of all percentiles. */
static void forget_rounds(struct percentiles *p)
{
	size_t done = p->round_count;

	for (enum percentile i = P90; i < PERCENTILE_COUNT; i++)
		done = p->units[i].first < done ? p->units[i].first : done;
	for (size_t i = 0; i < done; i++)
		free(p->rounds[i].ns);
	for (enum percentile i = P90; i < PERCENTILE_COUNT; i++)
		p->units[i].first -= done;
	p->round_count -= done;
	memmove(p->rounds, p->rounds + done, p->round_count * sizeof(*p->rounds));
}

int percentiles_add(struct percentiles *p, struct sorted_samples round)
{
	struct sorted_samples *rounds =
		array_grow(p->rounds, p->round_count, sizeof(*rounds));
	int r = 0;

	if (!rounds) {
		free(round.ns);
		return -ENOMEM;
	}
	p->rounds = rounds;
	rounds[p->round_count++] = round;
	for (enum percentile i = P90; i < PERCENTILE_COUNT && r == 0; i++)
		r = complete_units(p, i);
	forget_rounds(p);
	return r;
}

struct estimate percentiles_estimate(const struct percentiles *p, enum percentile which,
				     double *scratch)
{
	const double q = percentile_quantile(which);
	const size_t first = p->units[which].first;
	size_t n = p->units[which].count;

	for (size_t i = 0; i < n; i++)
		scratch[i] = p->units[which].values[i];
	if (stats_carries_quantile(samples_from(p, first), q))
		scratch[n++] = stats_quantile_of_rounds(&p->rounds[first],
							p->round_count - first, q);
	return stats_median_interval(scratch, n, STATS_CONFIDENCE);
}

void percentiles_free(struct percentiles *p)
{
	for (size_t i = 0; i < p->round_count; i++)
		free(p->rounds[i].ns);
	free(p->rounds);
	for (enum percentile i = P90; i < PERCENTILE_COUNT; i++)
		free(p->units[i].values);
	memset(p, 0, sizeof(*p));
}
