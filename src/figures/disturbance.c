/* SPDX-License-Identifier: MIT */
#include "figures/disturbance.h"

#include <math.h>
#include <stdio.h>

#define STOLEN_MOST 0.05
#define WAITED_MOST 0.2
#define ROUND_SHARE 8 /* of its trials: one in eight */

/* Judges the round under way, and ends it. */
static void disturbance_end_round(struct disturbance *d)
{
	if (d->disturbed * ROUND_SHARE > d->trials) {
		d->worst = fmax(d->worst, d->round_worst);
		if (d->count < DISTURBANCE_ROUNDS)
			d->rounds[d->count] = d->round;
		d->count++;
	}
	d->trials = d->disturbed = 0;
	d->round_worst = 0;
}

static void disturbance_add(struct disturbance *d, const double share[SIDE_COUNT],
			    double most, unsigned round)
{
	const double worst = fmax(share[CLIENT], share[SERVER]);

	if (d->round != round)
		disturbance_end_round(d);
	d->round = round;
	d->trials++;
	if (worst > most) { /* NaN is not */
		d->disturbed++;
		d->round_worst = fmax(d->round_worst, worst);
	}
}

void disturbances_add(struct disturbances *all, const struct trial *t)
{
	const struct ipc_case *c = t->c;

	if (t->status != STATUS_OK)
		return;
	disturbance_add(&all->stolen, t->figures.stolen_share, STOLEN_MOST, t->round);
	/* On one CPU the other side has it meanwhile. */
	if (c->cpu[CLIENT] >= 0 && c->cpu[CLIENT] != c->cpu[SERVER])
		disturbance_add(&all->waited, t->figures.costs.runqueue_share,
				WAITED_MOST, t->round);
}

/* "for up to 42% of the time WHAT (rounds 2, 3 and 5 more)" */
static void tell(const struct disturbance *d, struct influence *of, const char *what,
		 const char *fix)
{
	char rounds[64];
	size_t n = 0;

	for (size_t i = 0; i < d->count && i < DISTURBANCE_ROUNDS; i++)
		n += (size_t)snprintf(rounds + n, sizeof(rounds) - n, "%s%u",
				      i ? ", " : "", d->rounds[i]);
	if (d->count > DISTURBANCE_ROUNDS)
		snprintf(rounds + n, sizeof(rounds) - n, " and %u more",
			 d->count - DISTURBANCE_ROUNDS);
	snprintf(of->state, sizeof(of->state),
		 "for up to %.0f%% of the time %s (round%s %s)", 100 * d->worst, what,
		 d->count > 1 ? "s" : "", rounds);
	of->effect = "these rounds are slower, their tails above all";
	of->basis = BASIS_MEASURED;
	of->fix = fix;
}

void disturbances_tell(const struct disturbances *all, struct influences *influences)
{
	struct disturbances ended = *all;

	disturbance_end_round(&ended.stolen);
	disturbance_end_round(&ended.waited);
	if (ended.stolen.count > 0)
		tell(&ended.stolen,
		     influence_add(influences, "time-stolen", STANDING_AMISS),
		     "the hypervisor ran others",
		     "measure again when the host is quieter; stolen_share in "
		     "trials.csv");
	if (ended.waited.count > 0)
		tell(&ended.waited,
		     influence_add(influences, "cpu-shared", STANDING_AMISS),
		     "another process had a side's CPU",
		     "stop what else runs, and measure again; runqueue_share in "
		     "trials.csv");
}
