/* SPDX-License-Identifier: MIT */
/*
 * Random numbers of some distributions, for simulations from fixed seeds.
 */
#pragma once

#include <math.h>

#include "base/random.h"

static inline double draw_uniform(struct random *r)
{
	return ((random_next(r) >> 11) + 0.5) * 0x1p-53;
}

static inline double draw_normal(struct random *r)
{
	double length = sqrt(-2 * log(draw_uniform(r)));

	return length * cos(2 * M_PI * draw_uniform(r));
}
