/* SPDX-License-Identifier: MIT */
#include "run/round.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "machine/filesystem.h"
#include "machine/meter.h"
#include "run/calibrate.h"
#include "run/distance.h"

#define STACK_PADDING 4096
#define WARM_UP 0.25	     /* of a slice, if earlier rounds tell its length */
#define EXACT_WARM_UP 1000   /* messages */
#define SUSPENDED_NS 1000000 /* the two clocks agree to less than that */
#define REPEATS_MAX 3

/* One case of the group while its round lasts. */
struct member {
	struct trial *trial;
	struct pair *pair; /* NULL if there is nothing to measure, or no longer */
	struct pace pace;
	double message_ns;	      /* what a message takes, by the warm-up */
	double stolen_ns[SIDE_COUNT]; /* from each side's CPU before the first sweep */
};

struct members {
	const struct round *round;
	struct member *at; /* owned */
	size_t *order;	   /* owned; of their next slices */
	size_t count;
	struct distance distance;
	uint64_t opened_ns; /* by the clock, when the youngest pair was */
};

/* The sweeps of a group, of which c is a case.  Slices of streams are longer, and those
 * of paced messages longer still, so there are fewer of them. */
static unsigned sweeps_of(const struct round *round, const struct ipc_case *c)
{
	const struct thoroughness *how = &round->thoroughness;
	double slices;

	switch (c->pattern) {
	case STREAM:
		return (how->sweeps + 1) / 2;
	case PACED:
		slices = how->paced_s * (double)c->rate /
			 pace_for(c, 1, 0, round->timer, how->stretch, 0).count;
		slices = fmax(slices, how->sweeps / 5.0);
		return (unsigned)ceil(fmin(slices, how->sweeps));
	default:
		return how->sweeps;
	}
}

/* ---- one member ---- */

/* Ends a member's part in the round.  Only -EINTR ends the round as well. */
static int member_fail(struct member *m, int error)
{
	trial_fail(m->trial);
	pair_close(m->pair);
	m->pair = NULL;
	return error == -EINTR ? -EINTR : 0;
}

/* A failure is left in the trial. */
static int member_open(const struct round *round, struct member *m)
{
	const unsigned padding = (unsigned)random_below(round->random, STACK_PADDING);
	struct trial *t = m->trial;
	int r = pair_open(round->supervisor, t->c, padding, &m->pair, &t->failure);

	if (r < 0)
		return r;
	memcpy(t->granted, m->pair->granted, sizeof(t->granted));
	if (m->pair->makes_files)
		t->filesystem = filesystem_name(t->c->directory);
	t->refused = m->pair->refused;
	return 0;
}

static int member_run(const struct round *round, struct member *m, struct pace pace,
		      struct outcome *outcome)
{
	return pair_run(round->supervisor, m->pair, pace.count, pace.batch, outcome,
			&m->trial->failure);
}

/* Measures the first message, and the pace of a slice: by longer and longer slices, or
 * by that of earlier rounds. */
static int member_find_pace(const struct round *round, struct member *m)
{
	const double stretch = round->thoroughness.stretch;
	struct trial *t = m->trial;
	struct outcome outcome;
	int r;

	if (t->message_ns == 0)
		return calibrate(round->supervisor, m->pair, t->c, round->timer, stretch,
				 t->batch, &m->pace, &t->figures.first, &t->failure);
	r = member_run(round, m, (struct pace){1, 1}, &outcome);
	if (r < 0)
		return r;
	t->figures.first = (double)(outcome.end_ns - outcome.begin_ns);
	m->pace = pace_for(t->c, t->message_ns, t->granted[SET_BUFFER], round->timer,
			   WARM_UP * stretch, t->batch);
	return 0;
}

/* Runs a slice that does not count, to see what a message takes. */
static int member_calibrate(const struct round *round, struct member *m)
{
	struct trial *t = m->trial;
	struct outcome outcome;
	int r = member_find_pace(round, m);

	if (r == 0)
		r = member_run(round, m, m->pace, &outcome);
	if (r < 0)
		return r;
	m->message_ns = (double)(outcome.end_ns - outcome.begin_ns) /
			((double)outcome.count * outcome.batch);
	/* A short slice may be disturbed from end to end. */
	if (t->message_ns > 0)
		m->message_ns =
			fmin(fmax(m->message_ns, t->message_ns / 2), t->message_ns * 2);
	/* The mean of a disturbed slice would be too long. */
	if (t->c->planted > 0) {
		t->figures.planted = t->c->planted * outcome_median_ns(&outcome, 0);
		m->pair->delay = busy_steps_for(t->figures.planted);
	}
	t->batch = m->pace.batch;
	return 0;
}

/* A fixed warm-up, so that nothing but the slice depends on the number of messages. */
static int member_prepare_exact(const struct round *round, struct member *m)
{
	struct trial *t = m->trial;
	struct outcome outcome;
	int r = member_run(round, m, (struct pace){1, 1}, &outcome);

	if (r < 0)
		return r;
	t->figures.first = (double)(outcome.end_ns - outcome.begin_ns);
	t->keep_all = true;
	m->pace = pace_exact(t->c, round->thoroughness.messages);
	return member_run(round, m, (struct pace){1, EXACT_WARM_UP}, &outcome);
}

static int member_warm_up(const struct round *round, struct member *m)
{
	int r;

	if (!m->pair)
		return 0;
	r = round->thoroughness.messages ? member_prepare_exact(round, m)
					 : member_calibrate(round, m);
	return r < 0 ? member_fail(m, r) : 0;
}

/* Decides on the pace, and makes room for what will be recorded. */
static int member_reserve(const struct round *round, struct member *m)
{
	const struct thoroughness *how = &round->thoroughness;
	const unsigned sweeps = sweeps_of(round, m->trial->c);
	struct trial *t = m->trial;

	if (!m->pair)
		return 0;
	if (how->messages == 0)
		m->pace = pace_for(t->c, m->message_ns, t->granted[SET_BUFFER],
				   round->timer, how->stretch, t->batch);
	t->batch = m->pace.batch;
	if (trial_reserve(t, sweeps, (size_t)m->pace.count * sweeps) == 0)
		return 0;
	return member_fail(m, failure_set(&t->failure, "supervisor", -ENOMEM));
}

static int member_slice(const struct round *round, struct member *m, unsigned sweep,
			unsigned position, double distance_ns)
{
	struct outcome outcome;
	int r;

	if (!m->pair)
		return 0;
	r = member_run(round, m, m->pace, &outcome);
	if (r < 0)
		return member_fail(m, r);
	trial_add(m->trial, &outcome, sweep, position, distance_ns);
	return 0;
}

static void member_watch(struct member *m)
{
	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		m->stolen_ns[side] = cpu_stolen_ns("", m->trial->c->cpu[side]);
}

/* Records what has happened to a member's CPUs since member_watch(). */
static void member_record(struct member *m, uint64_t passed_ns)
{
	struct trial *t = m->trial;

	t->sweeps_ns = passed_ns;
	for (enum side side = CLIENT; side < SIDE_COUNT; side++) {
		const double stolen_ns = cpu_stolen_ns("", t->c->cpu[side]);

		t->figures.stolen_share[side] =
			(stolen_ns - m->stolen_ns[side]) / (double)passed_ns;
		t->figures.mhz[side] = cpu_mhz("", t->c->cpu[side]);
	}
}

/* ---- all members ---- */

/* The distance is that of the CPUs of any case that is measured: they are the same. */
static int members_open_distance(struct members *members)
{
	for (size_t i = 0; i < members->count; i++)
		if (members->at[i].pair)
			return distance_open(&members->distance,
					     members->round->supervisor,
					     members->at[i].trial->c);
	return 0;
}

/* Opens the pairs that are missing. */
static int members_open(struct members *members)
{
	const struct round *round = members->round;
	int r = 0;

	supervisor_pin(round->supervisor, members->at[0].trial->c->supervisor_cpu);
	random_shuffle(round->random, members->order, members->count);
	for (size_t i = 0; i < members->count && r != -EINTR; i++) {
		struct member *m = &members->at[members->order[i]];

		if (m->pair || m->trial->status != STATUS_OK)
			continue;
		r = member_open(round, m);
		members->opened_ns = clock_ns();
	}
	return r == -EINTR ? r : 0;
}

/* Opens those again that could not be opened beside the group before, which may have had
 * what they lacked; and waits until all are old enough. */
static int members_settle(struct members *members)
{
	const struct round *round = members->round;
	int r = members_open(members);
	double age_ms;

	for (size_t i = 0; i < members->count; i++)
		if (!members->at[i].pair && members->at[i].trial->status == STATUS_OK)
			member_fail(&members->at[i], 0);
	/* --messages is for clocks outside the program, which count all that is done. */
	if (r == 0 && round->thoroughness.messages == 0)
		r = members_open_distance(members);
	if (r < 0 || members->opened_ns == 0)
		return r;
	age_ms = (double)(clock_ns() - members->opened_ns) / 1e6;
	return supervisor_sleep(round->supervisor,
				(int)fmax(0, round->thoroughness.settle_ms - age_ms));
}

/* The median of batches is not that of messages: what is compared has the same batch. */
static void use_largest_batch(struct members *members)
{
	uint32_t largest = 0;

	for (size_t i = 0; i < members->count; i++)
		if (members->at[i].trial->batch > largest)
			largest = members->at[i].trial->batch;
	for (size_t i = 0; i < members->count; i++)
		members->at[i].trial->batch = largest;
}

static int members_warm_up(struct members *members)
{
	int r = 0;

	for (size_t i = 0; i < members->count && r == 0; i++)
		r = member_warm_up(members->round, &members->at[i]);
	if (members->round->thoroughness.same_batch)
		use_largest_batch(members);
	for (size_t i = 0; i < members->count && r == 0; i++)
		r = member_reserve(members->round, &members->at[i]);
	return r;
}

static int members_sweep(struct members *members, unsigned sweep)
{
	const struct round *round = members->round;
	int r = distance_measure(&members->distance, round->supervisor);

	random_shuffle(round->random, members->order, members->count);
	for (size_t i = 0; i < members->count && r == 0; i++)
		r = member_slice(round, &members->at[members->order[i]], sweep,
				 (unsigned)i, members->distance.ns);
	return r;
}

/* Makes all sweeps, and records what went on meanwhile. */
static int members_measure(struct members *members)
{
	const unsigned sweeps = sweeps_of(members->round, members->at[0].trial->c);
	const uint64_t begin_ns = clock_ns();
	uint64_t passed_ns;
	int r = 0;

	for (size_t i = 0; i < members->count; i++)
		member_watch(&members->at[i]);
	for (unsigned sweep = 0; sweep < sweeps && r == 0; sweep++)
		r = members_sweep(members, sweep);
	passed_ns = clock_ns() - begin_ns;
	for (size_t i = 0; i < members->count; i++)
		member_record(&members->at[i], passed_ns);
	return r;
}

static void members_close(struct members *members)
{
	for (size_t i = 0; i < members->count; i++) {
		pair_close(members->at[i].pair);
		members->at[i].pair = NULL;
		if (members->at[i].trial->status == STATUS_OK)
			trial_finish(members->at[i].trial);
	}
	distance_close(&members->distance);
}

/* ---- the round ---- */

void round_abandon(struct members *members)
{
	if (!members)
		return;
	for (size_t i = 0; i < members->count; i++)
		pair_close(members->at[i].pair);
	free(members->at);
	free(members->order);
	free(members);
}

int round_open(const struct round *round, struct trial *trials, size_t count,
	       struct members **ret)
{
	struct members *members = calloc(1, sizeof(*members));

	*ret = members;
	if (!members)
		return -ENOMEM;
	members->round = round;
	members->at = calloc(count, sizeof(*members->at));
	members->order = calloc(count, sizeof(*members->order));
	if (!members->at || !members->order)
		return -ENOMEM;
	members->count = count;
	for (size_t i = 0; i < count; i++) {
		members->order[i] = i;
		members->at[i].trial = &trials[i];
		trials[i].session = round->session;
		trials[i].round = round->number;
		trials[i].group = round->group;
		trials[i].begin_ns = clock_ns();
	}
	return members_open(members);
}

static int members_try(struct members *members)
{
	int r = members_settle(members);

	if (r == 0)
		r = members_warm_up(members);
	if (r == 0)
		r = members_measure(members);
	members_close(members);
	return r;
}

int round_measure(struct members *members)
{
	const struct round *round = members->round;
	uint64_t suspended_ns;
	unsigned repeats = 0;
	int r;

	for (;; repeats++) {
		const uint64_t before_ns = round->suspended_ns();

		r = members_try(members);
		suspended_ns = round->suspended_ns() - before_ns;
		if (r < 0 || suspended_ns < SUSPENDED_NS || repeats == REPEATS_MAX)
			break;
		for (size_t i = 0; i < members->count; i++)
			trial_restart(members->at[i].trial);
	}
	for (size_t i = 0; i < members->count; i++)
		members->at[i].trial->repeats = repeats;
	return r;
}

int round_run(const struct round *round, struct trial *trials, size_t count)
{
	struct members *members;
	int r = round_open(round, trials, count, &members);

	if (r == 0)
		r = round_measure(members);
	round_abandon(members);
	return r;
}
