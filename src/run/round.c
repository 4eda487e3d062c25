/* SPDX-License-Identifier: MIT */
#include "run/round.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "machine/cpu_state.h"
#include "machine/filesystem.h"
#include "run/calibrate.h"
#include "run/distance.h"

#define STACK_PADDING 4096
#define EXACT_WARM_UP 1000   /* messages */
#define SUSPENDED_NS 1000000 /* more is no inaccuracy of the two clocks */
#define REPEATS_MAX 3

/* One case of the group while its round lasts. */
struct turn {
	struct trial *trial;
	struct pair *pair; /* NULL if there is nothing to measure, or no more */
	struct pace pace;
	double message_ns;	      /* as the calibration saw it */
	double stolen_ns[SIDE_COUNT]; /* from each side's CPU, before the first sweep */
};

/* A group's turns, and the order in which they are taken next. */
struct turns {
	struct turn *turn;
	size_t *order;
	size_t count;
	struct distance distance;
	double distance_ns; /* at this sweep */
};

/* Slices of streams are longer, and those of paced messages longer still, so there are
 * fewer. */
static unsigned round_sweeps(const struct round *round, const struct ipc_case *c)
{
	const unsigned sweeps = round->thoroughness.sweeps;

	switch (c->pattern) {
	case STREAM:
		return (sweeps + 1) / 2;
	case PACED:
		return (sweeps + 4) / 5;
	default:
		return sweeps;
	}
}

/* Ends a turn for good.  -EINTR goes up; all else is the trial's own affair. */
static int turn_fail(struct turn *turn, int error)
{
	trial_fail(turn->trial);
	pair_close(turn->pair);
	turn->pair = NULL;
	return error == -EINTR ? -EINTR : 0;
}

static int turn_open(const struct round *round, struct turn *turn)
{
	struct trial *t = turn->trial;
	const unsigned padding = (unsigned)random_below(round->random, STACK_PADDING);
	int r;

	if (t->status == STATUS_SKIPPED)
		return 0;
	t->begin_ns = clock_ns();
	r = pair_open(round->supervisor, t->c, padding, &turn->pair, &t->failure);
	if (r < 0)
		return turn_fail(turn, r);
	memcpy(t->granted, turn->pair->granted, sizeof(t->granted));
	if (turn->pair->makes_files)
		t->filesystem = filesystem_name(t->c->directory);
	t->strangers = turn->pair->refused;
	return 0;
}

/* The cold message, the calibration, and a slice that does not count. */
static int turn_calibrate(const struct round *round, struct turn *turn, uint32_t *batch)
{
	const struct thoroughness *how = &round->thoroughness;
	struct trial *t = turn->trial;
	struct outcome outcome;
	int r = calibrate(round->supervisor, turn->pair, t->c, round->timer, how->stretch,
			  *batch, &turn->pace, &t->figures.first, &t->failure);

	if (r == 0)
		r = pair_run(round->supervisor, turn->pair, turn->pace.count,
			     turn->pace.batch, &outcome, &t->failure);
	if (r < 0)
		return r;

	/* A better look at the same thing, now that it is warm. */
	const double messages = (double)outcome.count * outcome.batch;

	turn->message_ns = (double)(outcome.end_ns - outcome.begin_ns) / messages;
	/* Of a disturbed slice the mean is too long. */
	if (t->c->planted > 0)
		turn->pair->delay =
			busy_steps_for(t->c->planted * outcome_median_ns(&outcome, 0));
	if (t->c->pattern == ROUND_TRIP)
		*batch = turn->pace.batch;
	return 0;
}

/* A fixed warm-up, so that nothing but the slice depends on its messages. */
static int turn_prepare_exact(const struct round *round, struct turn *turn)
{
	struct trial *t = turn->trial;
	struct outcome outcome;
	int r = pair_run(round->supervisor, turn->pair, 1, 1, &outcome, &t->failure);

	if (r < 0)
		return r;
	t->figures.first = (double)(outcome.end_ns - outcome.begin_ns);
	t->keep_all = true;
	turn->pace = pace_exact(t->c, round->thoroughness.messages);
	return pair_run(round->supervisor, turn->pair, 1, EXACT_WARM_UP, &outcome,
			&t->failure);
}

static int turn_warm_up(const struct round *round, struct turn *turn, uint32_t *batch)
{
	int r;

	if (!turn->pair)
		return 0;
	r = round->thoroughness.messages ? turn_prepare_exact(round, turn)
					 : turn_calibrate(round, turn, batch);
	return r < 0 ? turn_fail(turn, r) : 0;
}

/* Decides on the pace, and makes room for what will be recorded. */
static int turn_reserve(const struct round *round, struct turn *turn, uint32_t batch)
{
	const struct thoroughness *how = &round->thoroughness;
	struct trial *t = turn->trial;

	if (!turn->pair)
		return 0;
	if (how->messages == 0)
		turn->pace = pace_for(t->c, turn->message_ns, t->granted[SET_BUFFER],
				      round->timer, how->stretch, batch);
	t->batch = turn->pace.batch;
	if (trial_reserve(t, round->thoroughness.sweeps,
			  (size_t)turn->pace.count * round->thoroughness.sweeps) == 0)
		return 0;
	return turn_fail(turn, failure_set(&t->failure, "supervisor", -ENOMEM));
}

static int turn_slice(const struct round *round, struct turn *turn, unsigned sweep,
		      unsigned position, double distance_ns)
{
	struct trial *t = turn->trial;
	struct outcome outcome;
	int r;

	if (!turn->pair)
		return 0;
	r = pair_run(round->supervisor, turn->pair, turn->pace.count, turn->pace.batch,
		     &outcome, &t->failure);
	if (r < 0)
		return turn_fail(turn, r);
	trial_add(t, &outcome, sweep, position, distance_ns);
	t->wall_ns = outcome.end_ns - t->begin_ns;
	return 0;
}

static void turn_look_before(struct turn *turn)
{
	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		turn->stolen_ns[side] = cpu_stolen_ns("", turn->trial->c->cpu[side]);
}

static void turn_look_after(struct turn *turn, double passed_ns)
{
	struct disturbance *d = &turn->trial->disturbance;

	for (enum side side = CLIENT; side < SIDE_COUNT; side++) {
		const int cpu = turn->trial->c->cpu[side];

		d->stolen_share[side] =
			(cpu_stolen_ns("", cpu) - turn->stolen_ns[side]) / passed_ns;
		d->mhz[side] = cpu_mhz("", cpu);
	}
}

static int turns_open(const struct round *round, struct turns *turns)
{
	int r = 0;

	random_shuffle(round->random, turns->order, turns->count);
	for (size_t i = 0; i < turns->count && r == 0; i++)
		r = turn_open(round, &turns->turn[turns->order[i]]);
	/* --messages is for outside clocks, which count all that is done. */
	if (r == 0 && round->thoroughness.messages == 0)
		r = distance_open(&turns->distance, round->supervisor,
				  turns->turn[0].trial->c, round->thoroughness.sweeps);
	return r < 0 ? r
		     : supervisor_sleep(round->supervisor,
					(int)round->thoroughness.settle_ms);
}

static int turns_sweep(const struct round *round, struct turns *turns, unsigned sweep)
{
	int r = distance_look(&turns->distance, round->supervisor, &turns->distance_ns);

	random_shuffle(round->random, turns->order, turns->count);
	for (size_t i = 0; i < turns->count && r == 0; i++)
		r = turn_slice(round, &turns->turn[turns->order[i]], sweep, (unsigned)i,
			       turns->distance_ns);
	return r;
}

/* All sweeps, and what went on meanwhile. */
static int turns_sweep_all(const struct round *round, struct turns *turns)
{
	const unsigned sweeps = round_sweeps(round, turns->turn[0].trial->c);
	const uint64_t begin_ns = clock_ns();
	int r = 0;

	for (size_t i = 0; i < turns->count; i++)
		turn_look_before(&turns->turn[i]);
	for (unsigned sweep = 0; sweep < sweeps && r == 0; sweep++)
		r = turns_sweep(round, turns, sweep);

	const uint64_t passed_ns = clock_ns() - begin_ns;

	for (size_t i = 0; i < turns->count; i++) {
		struct trial *t = turns->turn[i].trial;

		turn_look_after(&turns->turn[i], (double)passed_ns);
		t->sweeps_ns = passed_ns;
		t->disturbance.distance_ns = distance_median(&turns->distance);
	}
	return r;
}

/* The median of batches is not that of messages: compare like with like. */
static void equalise(uint32_t *batch, size_t count)
{
	uint32_t largest = 0;

	for (size_t i = 0; i < count; i++)
		largest = batch[i] > largest ? batch[i] : largest;
	for (size_t i = 0; i < count; i++)
		batch[i] = largest;
}

static int turns_measure(const struct round *round, struct turns *turns, uint32_t *batch)
{
	int r = turns_open(round, turns);

	for (size_t i = 0; i < turns->count && r == 0; i++)
		r = turn_warm_up(round, &turns->turn[i], &batch[i]);
	if (round->thoroughness.same_batch)
		equalise(batch, turns->count);
	for (size_t i = 0; i < turns->count && r == 0; i++)
		r = turn_reserve(round, &turns->turn[i], batch[i]);
	return r < 0 ? r : turns_sweep_all(round, turns);
}

static void turns_close(struct turns *turns)
{
	for (size_t i = 0; i < turns->count; i++) {
		pair_close(turns->turn[i].pair);
		if (turns->turn[i].trial->status == STATUS_OK)
			trial_finish(turns->turn[i].trial);
	}
	distance_close(&turns->distance);
	free(turns->turn);
	free(turns->order);
}

static int round_try(const struct round *round, struct trial *trials, size_t count,
		     uint32_t *batch)
{
	struct turns turns = {
		.turn = calloc(count, sizeof(*turns.turn)),
		.order = calloc(count, sizeof(*turns.order)),
	};
	int r;

	if (!turns.turn || !turns.order) {
		free(turns.turn);
		free(turns.order);
		return -ENOMEM;
	}
	turns.count = count;
	for (size_t i = 0; i < count; i++) {
		turns.order[i] = i;
		turns.turn[i].trial = &trials[i];
		trial_init(&trials[i], trials[i].c);
		trials[i].session = round->session;
		trials[i].round = round->number;
		trials[i].group = round->group;
	}
	supervisor_pin(round->supervisor, trials[0].c->supervisor_cpu);
	r = turns_measure(round, &turns, batch);
	turns_close(&turns);
	for (size_t i = 0; i < count && r < 0; i++)
		trial_free(&trials[i]);
	return r;
}

int round_run(const struct round *round, struct trial *trials, size_t count,
	      uint32_t *batch)
{
	for (unsigned repeats = 0;; repeats++) {
		const uint64_t before_ns = round->suspended_ns();
		const int r = round_try(round, trials, count, batch);
		const uint64_t suspended_ns = round->suspended_ns() - before_ns;

		for (size_t i = 0; i < count && r == 0; i++)
			trials[i].repeats = repeats;
		if (r < 0 || suspended_ns < SUSPENDED_NS || repeats == REPEATS_MAX)
			return r;
		for (size_t i = 0; i < count; i++)
			trial_free(&trials[i]);
	}
}
