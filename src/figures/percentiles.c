/* SPDX-License-Identifier: MIT */
#include "figures/percentiles.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "base/random.h"
#include "stats/distributions.h"
#include "stats/histogram.h"

enum {
	ROUNDS_MIN = 6, /* for an interval, as for that of a median */
	REPLICATES = 2000,
	SEED = 1,
};

/* Sums of shares are not exact. */
#define ROUNDING 1e-6

static const double quantiles[PERCENTILE_COUNT] = {0.9, 0.99, 0.999};

/* What a quantile of any mixture of the blocks is made from. */
struct mixture {
	const struct bins *all;
	size_t bin_count;
	double *high;	 /* the upper end of each bin; not above the longest sample */
	double *reached; /* the mass up to it, of each block: a row for each bin */
};

static int mixture_open(struct mixture *m, const struct bins *all)
{
	struct bins_cursor cursor = {0};
	struct bin bin;
	double mass[BINS_BLOCKS] = {0};
	size_t most = 0;

	for (size_t b = 0; b < all->block_count; b++)
		most += all->blocks[b].bin_count;
	if (most > HISTOGRAM_BINS)
		most = HISTOGRAM_BINS;
	*m = (struct mixture){
		.all = all,
		.high = malloc((most + 1) * sizeof(*m->high)),
		.reached = malloc((most + 1) * all->block_count * sizeof(*m->reached)),
	};
	if (!m->high || !m->reached)
		return -ENOMEM;
	for (struct bins_cursor before = cursor; bins_next(all, &cursor, &bin);
	     before = cursor) {
		double *row = &m->reached[m->bin_count * all->block_count];

		for (size_t b = 0; b < all->block_count; b++) {
			if (cursor.at[b] > before.at[b])
				mass[b] += all->blocks[b].bins[before.at[b]].mass;
			row[b] = mass[b];
		}
		m->high[m->bin_count++] = fmin((double)bin.high, all->longest);
	}
	return 0;
}

static void mixture_close(struct mixture *m)
{
	free(m->high);
	free(m->reached);
}

/* The quantile if each block is there `times` times. */
static double mixture_quantile(const struct mixture *m, const double *times, double q)
{
	const size_t blocks = m->all->block_count;
	size_t low = 0, high = m->bin_count - 1;
	double whole = 0;

	for (size_t b = 0; b < blocks; b++)
		whole += times[b] * m->all->blocks[b].rounds;
	while (low < high) {
		const size_t middle = (low + high) / 2;
		const double *row = &m->reached[middle * blocks];
		double mass = 0;

		for (size_t b = 0; b < blocks; b++)
			mass += times[b] * row[b];
		if (mass >= (q - ROUNDING) * whole)
			high = middle;
		else
			low = middle + 1;
	}
	return m->high[low];
}

/* The share of the replicates to leave out at each end, for 95 % of n blocks: less than
 * 2.5 %, as resamples of few blocks spread less than these do. */
static double expanded_tail(double n)
{
	const double t = stats_t_critical(STATS_CONFIDENCE, n - 1);

	return erfc(t * sqrt(n / (n - 1)) / sqrt(2)) / 2;
}

/* Adds the interval of a value. */
static void add_interval(double *replicates, size_t blocks, struct estimate *e)
{
	const size_t out = (size_t)(expanded_tail((double)blocks) * REPLICATES);

	if (isnan(e->value))
		return;
	stats_sort(replicates, REPLICATES);
	e->low = fmin(replicates[out], e->value);
	e->high = fmax(replicates[REPLICATES - 1 - out], e->value);
}

/* Adds the intervals of all values.  0 or -ENOMEM. */
static int resample(const struct mixture *m, struct estimate ret[static PERCENTILE_COUNT])
{
	const size_t blocks = m->all->block_count;
	double(*replicates)[REPLICATES] = calloc(PERCENTILE_COUNT, sizeof(*replicates));
	struct random random;

	if (!replicates)
		return -ENOMEM;
	random_init(&random, SEED);
	for (size_t i = 0; i < REPLICATES; i++) {
		double times[BINS_BLOCKS] = {0};

		for (size_t b = 0; b < blocks; b++)
			times[random_below(&random, blocks)]++;
		for (enum percentile p = P90; p < PERCENTILE_COUNT; p++)
			replicates[p][i] = mixture_quantile(m, times, quantiles[p]);
	}
	for (enum percentile p = P90; p < PERCENTILE_COUNT; p++)
		add_interval(replicates[p], blocks, &ret[p]);
	free(replicates);
	return 0;
}

int percentiles_of(const struct bins *all, struct estimate ret[static PERCENTILE_COUNT])
{
	struct mixture m;
	double once[BINS_BLOCKS];
	int r;

	for (enum percentile p = P90; p < PERCENTILE_COUNT; p++)
		ret[p] = (struct estimate){NAN, NAN, NAN, all->rounds};
	if (!stats_carries_quantile(all->samples, quantiles[P90]))
		return 0;
	for (size_t b = 0; b < BINS_BLOCKS; b++)
		once[b] = 1;
	r = mixture_open(&m, all);
	for (enum percentile p = P90; p < PERCENTILE_COUNT && r == 0; p++)
		if (stats_carries_quantile(all->samples, quantiles[p]))
			ret[p].value = mixture_quantile(&m, once, quantiles[p]);
	if (r == 0 && all->rounds >= ROUNDS_MIN)
		r = resample(&m, ret);
	mixture_close(&m);
	return r;
}
