/* SPDX-License-Identifier: MIT */
#include "run/round.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "clock.h"
#include "run/distance.h"
#include "run/member.h"

#define STREAM_CASE_NS 1e9   /* for which one case streams across CPUs in a round */
#define SUSPENDED_NS 1000000 /* the two clocks agree to less than that */
#define REPEATS_MAX 3

struct members {
	const struct round *round;
	struct member *at; /* owned */
	size_t *order;	   /* owned; of their next slices */
	size_t count;
	struct distance distance;
	uint64_t opened_ns; /* by the clock, when the youngest pair was */
};

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

/* The median of batches is not that of messages, and how long a stream has run shows:
 * what is compared has the same batch, and the same run-in. */
static void use_largest(struct members *members)
{
	double run_in_ns = 0;
	uint32_t batch = 0;

	for (size_t i = 0; i < members->count; i++) {
		const struct trial *t = members->at[i].trial;

		run_in_ns = fmax(run_in_ns, t->run_in_ns);
		batch = t->batch > batch ? t->batch : batch;
	}
	for (size_t i = 0; i < members->count; i++) {
		if (members->at[i].trial->c->pattern == STREAM)
			members->at[i].trial->run_in_ns = run_in_ns;
		members->at[i].trial->batch = batch;
	}
}

/* For how long each stream across CPUs may run in this round, in ns. */
static double members_stream_ns(const struct members *members)
{
	const struct thoroughness *how = &members->round->thoroughness;
	size_t alive = 0;

	for (size_t i = 0; i < members->count; i++)
		alive += members->at[i].pair != NULL;
	return how->messages || alive == 0
		       ? 0
		       : fmin(how->stream_s * 1e9 / (double)alive, STREAM_CASE_NS);
}

static int members_warm_up(struct members *members)
{
	int r = 0;

	for (size_t i = 0; i < members->count && r == 0; i++)
		r = member_warm_up(members->round, &members->at[i]);
	for (size_t i = 0; i < members->count && r == 0; i++)
		r = member_find_run_in(members->round, &members->at[i],
				       members_stream_ns(members));
	if (members->round->thoroughness.same_batch)
		use_largest(members);
	for (size_t i = 0; i < members->count && r == 0; i++)
		r = member_reserve(members->round, &members->at[i],
				   members_stream_ns(members));
	return r;
}

static int members_sweep(struct members *members, unsigned sweep)
{
	const struct round *round = members->round;
	int r = distance_measure(&members->distance, round->supervisor);

	unsigned position = 0;

	random_shuffle(round->random, members->order, members->count);
	for (size_t i = 0; i < members->count && r == 0; i++) {
		struct member *m = &members->at[members->order[i]];

		if (m->pair && sweep % m->stride == 0)
			r = member_slice(round, m, sweep, position++,
					 members->distance.ns);
	}
	return r;
}

/* Makes all sweeps, and records what went on meanwhile. */
static int members_measure(struct members *members)
{
	const unsigned sweeps = member_sweeps(members->round, members->at[0].trial->c);
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
