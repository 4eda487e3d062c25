/* SPDX-License-Identifier: MIT */
#include "figures/summary.h"

#include <math.h>

/* How wide the intervals are.  A regime that was seen in too few rounds has none, and is
 * not waited for. */
static double level_width(const struct summary *s)
{
	const struct regime *of = s->regimes.of;

	return s->moved ? fmax(stats_half_width(of[NEAR].time),
			       stats_half_width(of[FAR].time))
			: stats_half_width(s->p50);
}

static double ratio_width(const struct summary *s)
{
	const struct regime *of = s->regimes.of;

	return s->regimes.ratios_differ ? fmax(stats_half_width(of[NEAR].ratio.hl),
					       stats_half_width(of[FAR].ratio.hl))
					: stats_half_width(s->ratio.hl);
}

bool summary_is_precise(const struct summary *s, struct precision wanted)
{
	/* A yardstick need not be precise. */
	if (s->status != STATUS_OK || s->saturated ||
	    s->c->mechanism->traits & MECH_CONTROL)
		return true;
	return level_width(s) <= wanted.level &&
	       (s->is_reference || isnan(s->ratio.hl.value) ||
		ratio_width(s) <= wanted.ratio);
}
