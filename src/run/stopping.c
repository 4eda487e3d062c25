/* SPDX-License-Identifier: MIT */
#include "run/stopping.h"

#include <math.h>

#define ROUNDS_NEEDED 6 /* the fewest that have a 95 % interval */
#define ROUNDS_MIN 10
#define ROUNDS_MAX 60
#define ROUNDS_LOOK 5 /* from one look at the intervals to the next */
#define ROUNDS_QUICK ROUNDS_NEEDED
#define ROUNDS_SESSION 5 /* of several sessions */
#define ROUNDS_TRUST 50
#define LEVEL_PRECISION 0.02
#define RATIO_PRECISION 0.01
#define LIMIT_NS 600e9
#define LIMIT_QUICK_NS 95e9
#define PLANNED 0.85 /* of the limit; the rest is for rounds that take longer */
#define GAP_MS 30000

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
		.gap_ms = o->session_gap_ns > 0 ? (unsigned)(o->session_gap_ns / 1000000)
						: GAP_MS,
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

/* How many rounds an interval still needs, at least the next one. */
static double rounds_missing(const struct stopping *s, size_t done)
{
	size_t needed = ROUNDS_NEEDED;

	if (s->rounds > 0 && s->rounds < needed)
		needed = s->rounds;
	return done < needed ? (double)(needed - done) : 1;
}

bool stopping_admits(const struct stopping *s, const struct budget *b, double group_ns)
{
	const double share = b->rounds == 0 ? PLANNED : 1;

	return b->elapsed_ns - b->done_ns +
		       rounds_missing(s, b->rounds) * (b->round_ns + group_ns) <=
	       share * s->limit_ns;
}
