/* SPDX-License-Identifier: MIT */
/*
 * Regimes: what a case takes while its two CPUs are near each other, and while they are
 * far apart.
 *
 * The host of a virtual machine moves its CPUs about.  What was measured at distances of
 * 95 and of 450 ns has two levels, and the median of both is a mixture; but the distance
 * of each slice is known, and with it the slices of each regime, whose levels are sharp.
 */
#pragma once

#include "figures/trial.h"
#include "stats/stats.h"

enum { NEAR, FAR, REGIME_COUNT };

/* What a slice took. */
struct sighting {
	unsigned round;
	float distance_ns, ns; /* of the CPUs; per message */
	float ratio;	       /* to the reference's slice of the same sweep, or NaN */
};

/* Zeroed: of no slices. */
struct sightings {
	struct sighting *at; /* owned; ascending by round */
	size_t count;
};

/* The slices of one regime, over the rounds that have three of them, or no others. */
struct regime {
	struct estimate time; /* per message, in ns: median over rounds */
	struct ratio ratio;   /* to the reference */
};

struct regimes {
	double split_ns; /* the distance between them; NaN if there is only one regime */
	struct regime of[REGIME_COUNT];

	/* Whether times, and the ratio, differ between the regimes: by more than 5 %, and
	 * certainly, by Welch's interval over rounds at 99 %. */
	bool times_differ, ratios_differ;
};

/* "near" or "far". */
const char *regime_name(unsigned regime);

/* Adds the slices of a round of which the distance is known.  0 or -ENOMEM. */
int sightings_add(struct sightings *s, unsigned round, const struct trial *t,
		  const struct trial *reference);

/* Keeps the slices of every step-th round. */
void sightings_thin(struct sightings *s, size_t step);

/* Finds the regimes, their ratios at that confidence.  0 or -ENOMEM. */
int regimes_find(const struct sightings *s, double confidence, struct regimes *ret);

void sightings_free(struct sightings *s);
