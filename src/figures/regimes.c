/* SPDX-License-Identifier: MIT */
#include "figures/regimes.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/distance.h"

#define SLICES 3 /* of a regime make a round of it: single ones are of a move */
#define DIFFERENCE 0.05
#define CONFIDENCE 0.99

const char *regime_name(unsigned regime)
{
	return regime == NEAR ? "near" : "far";
}

int sightings_add(struct sightings *s, unsigned round, const struct trial *t,
		  const struct trial *reference)
{
	struct sighting *at;

	if (isnan(t->figures.distance) || t->saturated)
		return 0;
	at = realloc(s->at, (s->count + t->slice_count) * sizeof(*at));
	if (!at)
		return -ENOMEM;
	s->at = at;
	for (size_t i = 0; i < t->slice_count; i++) {
		const struct slice_record *slice = &t->slices[i];
		const bool paired = reference && i < reference->slice_count;
		const double ratio =
			paired ? slice->p50_ns / reference->slices[i].p50_ns : NAN;

		if (isnan(slice->distance_ns) || !isnormal(slice->p50_ns))
			continue;
		at[s->count++] = (struct sighting){
			.round = round,
			.distance_ns = (float)slice->distance_ns,
			.ns = (float)slice->p50_ns,
			.ratio = isnormal(ratio) ? (float)ratio : NAN,
		};
	}
	return 0;
}

void sightings_thin(struct sightings *s, size_t step)
{
	size_t n = 0;

	for (size_t i = 0; i < s->count; i++)
		if (s->at[i].round % step == 0)
			s->at[n++] = s->at[i];
	s->count = n;
}

/* Medians over the slices of one regime, one for each round that has enough of them. */
struct rounds {
	double *values;
	size_t count;
};

/* Gathers the float at offset, unless it is missing. */
static void rounds_gather(struct rounds *rounds, const struct sightings *s, size_t offset,
			  double split_ns, unsigned regime, double *scratch)
{
	rounds->count = 0;
	for (size_t i = 0; i < s->count;) {
		const unsigned round = s->at[i].round;
		size_t n = 0, others = 0;

		for (; i < s->count && s->at[i].round == round; i++) {
			float value;

			memcpy(&value, (const char *)&s->at[i] + offset, sizeof(value));
			if ((s->at[i].distance_ns > split_ns) != (regime == FAR))
				others++;
			else if (!isnan(value))
				scratch[n++] = (double)value;
		}
		if (n >= SLICES || (n > 0 && others == 0))
			rounds->values[rounds->count++] = stats_median(scratch, n);
	}
}

static bool rounds_differ(const struct rounds of[static REGIME_COUNT])
{
	const struct estimate ratio =
		stats_welch_log(of[NEAR].values, of[NEAR].count, of[FAR].values,
				of[FAR].count, CONFIDENCE);

	return (ratio.low > 1 || ratio.high < 1) &&
	       fabs(log(ratio.value)) > log1p(DIFFERENCE);
}

static double split_find(const struct sightings *s, double *distances)
{
	for (size_t i = 0; i < s->count; i++)
		distances[i] = (double)s->at[i].distance_ns;
	return distances_split(distances, s->count);
}

static void regimes_estimate(const struct sightings *s, double confidence,
			     struct regimes *ret, double *scratch,
			     struct rounds of[static REGIME_COUNT])
{
	for (unsigned i = NEAR; i < REGIME_COUNT; i++)
		rounds_gather(&of[i], s, offsetof(struct sighting, ns), ret->split_ns, i,
			      scratch);
	ret->times_differ = rounds_differ(of);
	for (unsigned i = NEAR; i < REGIME_COUNT; i++) {
		ret->of[i].time =
			stats_level(of[i].values, of[i].count, STATS_CONFIDENCE);
		rounds_gather(&of[i], s, offsetof(struct sighting, ratio), ret->split_ns,
			      i, scratch);
	}
	ret->ratios_differ = rounds_differ(of);
	for (unsigned i = NEAR; i < REGIME_COUNT; i++) {
		for (size_t k = 0; k < of[i].count; k++)
			of[i].values[k] = log(of[i].values[k]);
		ret->of[i].ratio = stats_ratio(of[i].values, of[i].count, confidence);
	}
}

int regimes_find(const struct sightings *s, double confidence, struct regimes *ret)
{
	const struct estimate none = {NAN, NAN, NAN, 0};
	const struct regime unknown = {none, {none, none, false}};
	const size_t room = s->count + 1;
	double *scratch = malloc(3 * room * sizeof(*scratch));
	struct rounds of[REGIME_COUNT] = {{scratch + room, 0}, {scratch + 2 * room, 0}};

	*ret = (struct regimes){NAN, {unknown, unknown}, false, false};
	if (!scratch)
		return -ENOMEM;
	ret->split_ns = split_find(s, scratch);
	if (!isnan(ret->split_ns))
		regimes_estimate(s, confidence, ret, scratch, of);
	free(scratch);
	return 0;
}

void sightings_free(struct sightings *s)
{
	free(s->at);
	*s = (struct sightings){0};
}
