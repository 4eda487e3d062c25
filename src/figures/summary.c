/* SPDX-License-Identifier: MIT */
#include "figures/summary.h"

#include <math.h>

bool summary_is_precise(const struct summary *s, struct precision wanted)
{
	/* A yardstick need not be precise, and more rounds do not keep CPUs in place. */
	if (s->status != STATUS_OK || s->moved || s->saturated ||
	    s->c->mechanism->traits & MECH_CONTROL)
		return true;
	return stats_half_width(s->p50) <= wanted.level &&
	       (s->is_reference || isnan(s->ratio.hl.value) ||
		stats_half_width(s->ratio.hl) <= wanted.ratio);
}
