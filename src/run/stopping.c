/* SPDX-License-Identifier: MIT */
#include "run/stopping.h"

#include <math.h>

#define ROUNDS_MIN 10
#define ROUNDS_MAX 60
#define ROUNDS_LOOK 5	 /* from one look at the intervals to the next */
#define ROUNDS_QUICK 6	 /* the fewest that have a 95 % interval */
#define ROUNDS_SESSION 5 /* of several sessions */
#define ROUNDS_TRUST 50
#define LEVEL_PRECISION 0.02
#define RATIO_PRECISION 0.01
#define LIMIT_NS 600e9
#define LIMIT_QUICK_NS 87e9

static size_t rounds_for(const struct options *o)
{
	if (o->rounds > 0)
		return o->rounds;
	if (o->quick)
		return ROUNDS_QUICK;
	if (o->command == COMMAND_TRUST)
		return ROUNDS_TRUST;
	return o->sessions > 1 ? ROUNDS_SESSION : 0;
}

static struct precision precision_for(const struct options *o)
{
	const double asked = o->precision;

	/* ab is about the ratio only. */
	if (o->command == COMMAND_AB)
		return (struct precision){INFINITY, asked > 0 ? asked : RATIO_PRECISION};
	return (struct precision){asked > 0 ? asked : LEVEL_PRECISION,
				  asked > 0 ? asked / 2 : RATIO_PRECISION};
}

static double limit_for(const struct options *o)
{
	if (o->time_limit_ns > 0)
		return (double)o->time_limit_ns;
	if (o->rounds > 0)
		return INFINITY;
	return o->quick ? LIMIT_QUICK_NS : LIMIT_NS;
}

struct stopping stopping_for(const struct options *o)
{
	return (struct stopping){
		.sessions = o->sessions > 0 ? o->sessions : 1,
		.rounds = rounds_for(o),
		.precision = precision_for(o),
		.limit_ns = limit_for(o),
	};
}

enum step stopping_next(const struct stopping *s, size_t rounds)
{
	if (rounds >= (s->rounds > 0 ? s->rounds : ROUNDS_MAX))
		return STEP_END;
	if (s->rounds > 0 || rounds < ROUNDS_MIN || rounds % ROUNDS_LOOK > 0)
		return STEP_ROUND;
	return STEP_LOOK;
}

bool stopping_is_late(const struct stopping *s, double elapsed_ns,
		      double longest_round_ns)
{
	return elapsed_ns + longest_round_ns > s->limit_ns;
}
