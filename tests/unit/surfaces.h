/* SPDX-License-Identifier: MIT */
/*
 * Searches for a knob's value on surfaces that are made up: what the tests of tune share.
 */
#pragma once

#include <math.h>

#include "base/random.h"
#include "tune/search.h"

/* 16, 32, ... 512; arms 2 to 7 of a search without kept settings. */
#define CANDIDATES 6

static const size_t values[CANDIDATES] = {16, 32, 64, 128, 256, 512};

static struct random noise;

/* Time per message of each arm: the default, the bad one, the candidates. */
struct surface {
	double time[2 + CANDIDATES];
	double noise; /* as a share */
};

/* The defaults, the bad value and the candidates, as arms. */
static inline struct tune_search search_of(size_t candidates, bool kept)
{
	struct tune_search s = {0};

	tune_add_arm(&s, ROLE_DEFAULT);
	if (kept)
		tune_add_arm(&s, ROLE_DEFAULT);
	tune_add_arm(&s, ROLE_BAD);
	for (size_t i = 0; i < candidates; i++)
		tune_add_arm(&s, ROLE_CANDIDATE);
	return s;
}

static inline struct tune_search search_values(void)
{
	random_init(&noise, 1);
	return search_of(CANDIDATES, false);
}

/* The value of one of the candidates, by its arm. */
static inline size_t value_of(size_t arm)
{
	assert_in_range(arm, 2, 1 + CANDIDATES);
	return values[arm - 2];
}

/* Rounds of those arms that are picked. */
static inline void measure(struct tune_search *s, const struct surface *surface,
			   size_t rounds)
{
	for (size_t round = 0; round < rounds; round++) {
		size_t chosen[TUNE_ALIVE_MAX];
		const size_t count = tune_pick(s, chosen);
		double log_ratios[TUNE_ARMS_MAX];

		for (size_t i = 0; i < s->count; i++)
			log_ratios[i] = NAN;
		for (size_t i = 0; i < count; i++) {
			const double share =
				(double)random_below(&noise, 2001) / 1000 - 1;

			log_ratios[chosen[i]] =
				log(surface->time[chosen[i]] / surface->time[0]) +
				(chosen[i] > 0 ? surface->noise * share : 0);
		}
		tune_add_round(s, log_ratios);
	}
}

static inline struct tune_advice advice_on(const struct surface *surface,
					   struct tune_search *s)
{
	*s = search_values();
	measure(s, surface, 10);
	return tune_choose(s);
}
