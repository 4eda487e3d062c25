/* SPDX-License-Identifier: MIT */
#include "figures/history.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "figures/percentiles.h"

/* A history, and room for a figure of all its rounds. */
struct workspace {
	const struct history *h;
	double *values;
};

static const struct estimate no_estimate = {NAN, NAN, NAN, 0};

/* Gathers the double at offset in each of count records, unless it is missing. */
static size_t gather(const struct workspace *w, const void *records, size_t count,
		     size_t size, size_t offset)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		memcpy(&w->values[n], (const char *)records + i * size + offset,
		       sizeof(*w->values));
		n += !isnan(w->values[n]);
	}
	return n;
}

/* Gathers a member of the replicates. */
static size_t gather_rounds(const struct workspace *w, size_t offset)
{
	return gather(w, w->h->replicates, w->h->summary.rounds,
		      sizeof(*w->h->replicates), offset);
}

/* The medians of all figures, which are doubles. */
static struct figures medians(const struct workspace *w)
{
	const struct history *h = w->h;
	struct figures ret;

	for (size_t at = 0; at < sizeof(ret); at += sizeof(double)) {
		const size_t n = gather(w, h->figures, h->figure_count, sizeof(ret), at);
		const double median = stats_median(w->values, n);

		memcpy((char *)&ret + at, &median, sizeof(median));
	}
	return ret;
}

static int summarise_times(const struct workspace *w, struct summary *s)
{
	struct estimate percentiles[PERCENTILE_COUNT];
	size_t n;
	int r = percentiles_of(&w->h->bins, percentiles);

	if (r < 0)
		return r;
	n = gather_rounds(w, offsetof(struct replicate, p50));
	s->p50 = stats_level(w->values, n, STATS_CONFIDENCE);
	s->modes = stats_modes(w->values, n);
	s->p90 = percentiles[P90];
	s->p99 = percentiles[P99];
	s->p999 = percentiles[P999];
	return 0;
}

/* A token has no size, and so no bytes per second.  Times are known before. */
static void summarise_stream(struct summary *s)
{
	const double size = s->c->size > 0 ? (double)s->c->size : NAN;
	const struct estimate rate = {1e9 / s->p50.value, 1e9 / s->p50.high,
				      1e9 / s->p50.low, s->p50.units};
	const bool stream = s->c->pattern == STREAM;

	s->messages_per_s = stream ? rate : no_estimate;
	s->bytes_per_s = stream ? (struct estimate){rate.value * size, rate.low * size,
						    rate.high * size, rate.units}
				: no_estimate;
}

/* Where messages wait longer and longer there is no latency to speak of. */
static void summarise_paced(const struct workspace *w, struct summary *s)
{
	const size_t n = gather_rounds(w, offsetof(struct replicate, delivered_per_s));

	s->delivered_per_s = stats_median_interval(w->values, n, STATS_CONFIDENCE);
	s->saturated = case_saturates(s->c, s->delivered_per_s.value);
	if (!s->saturated)
		return;
	s->p50 = s->p90 = s->p99 = s->p999 = no_estimate;
	s->modes = (struct modes){NAN, NAN};
	s->medians.mean = s->min = s->max = NAN;
}

static void summarise_cpu(const struct workspace *w, struct summary *s)
{
	size_t n = gather_rounds(w, offsetof(struct replicate, cpu));

	s->cpu = stats_level(w->values, n, STATS_CONFIDENCE);
	n = gather_rounds(w, offsetof(struct replicate, log_cpu));
	s->cpu_ratio = stats_ratio(w->values, n, STATS_CONFIDENCE).hl;
}

static void summarise_ratio(const struct workspace *w, struct summary *s)
{
	s->ratio = stats_ratio(w->values,
			       gather_rounds(w, offsetof(struct replicate, log_ratio)),
			       s->confidence);
}

/* Sums up the distance of the CPUs; where a change of it shows, removes the intervals of
 * the levels.  The slices of a sweep saw the same distance, so the ratio keeps its own,
 * unless it is another in each regime. */
static int summarise_distance(const struct workspace *w, struct summary *s)
{
	struct estimate *const estimates[] = {
		&s->p50, &s->p90, &s->p99, &s->p999, &s->bytes_per_s, &s->messages_per_s,
	};
	const int r = regimes_find(&w->h->sightings, s->confidence, &s->regimes);

	s->distance = distances_of(
		w->values, gather_rounds(w, offsetof(struct replicate, distance)));
	s->moved = s->regimes.times_differ && !s->saturated;
	for (size_t i = 0; i < sizeof(estimates) / sizeof(estimates[0]) && s->moved; i++)
		estimates[i]->low = estimates[i]->high = NAN;
	if (s->regimes.ratios_differ)
		s->ratio.hl.low = s->ratio.hl.high = s->ratio.median.low =
			s->ratio.median.high = NAN;
	return r;
}

int history_summarise(const struct history *h, double confidence, struct summary *ret)
{
	const struct workspace w = {h,
				    malloc((h->summary.rounds + 1) * sizeof(*w.values))};
	int r = w.values ? 0 : -ENOMEM;

	*ret = h->summary;
	ret->confidence = confidence;
	if (r == 0)
		r = summarise_times(&w, ret);
	if (r == 0) {
		ret->medians = medians(&w);
		summarise_stream(ret);
		summarise_paced(&w, ret);
		summarise_cpu(&w, ret);
		summarise_ratio(&w, ret);
		r = summarise_distance(&w, ret);
	}
	free(w.values);
	return r;
}
