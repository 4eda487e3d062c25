/* SPDX-License-Identifier: MIT */
#include "run/member.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "clock.h"
#include "machine/filesystem.h"
#include "machine/meter.h"

#define STACK_PADDING 4096
#define WARM_UP 0.25	   /* of a slice, if earlier rounds tell its length */
#define EXACT_WARM_UP 1000 /* messages */

/* The sweeps of a group, of which c is a case.  Slices of streams are longer, and those
 * of paced messages longer still, so there are fewer of them. */
unsigned member_sweeps(const struct round *round, const struct ipc_case *c)
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

/* Ends a member's part in the round.  Only -EINTR ends the round as well. */
int member_fail(struct member *m, int error)
{
	trial_fail(m->trial);
	pair_close(m->pair);
	m->pair = NULL;
	return error == -EINTR ? -EINTR : 0;
}

/* A failure is left in the trial. */
int member_open(const struct round *round, struct member *m)
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
	/* A short slice may be disturbed from end to end, and is the burst of a stream.
	 */
	if (t->run_in_ns > 0)
		m->message_ns = t->message_ns;
	else if (t->message_ns > 0)
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

int member_warm_up(const struct round *round, struct member *m)
{
	int r;

	if (!m->pair)
		return 0;
	r = round->thoroughness.messages ? member_prepare_exact(round, m)
					 : member_calibrate(round, m);
	return r < 0 ? member_fail(m, r) : 0;
}

/* Streams between CPUs do, unless neither side sleeps. */
static bool member_runs_in(const struct member *m)
{
	const struct ipc_case *c = m->trial->c;

	return m->pair && c->pattern == STREAM && c->wait != WAIT_SPIN &&
	       case_is_across(c);
}

/* Finds how long a stream runs in, unless earlier rounds have, with as much
 * time for it. */
int member_find_run_in(const struct round *round, struct member *m, double stream_ns)
{
	struct trial *t = m->trial;
	const double limit_ns = run_in_limit_ns(member_runs_in(m) ? stream_ns : 0);
	int r;

	if (limit_ns == 0 || limit_ns < 2 * t->run_in_limit_ns) {
		t->run_in_ns = fmin(t->run_in_ns, limit_ns);
		return 0;
	}
	t->run_in_limit_ns = limit_ns;
	r = calibrate_run_in(round->supervisor, m->pair, limit_ns, &m->message_ns,
			     &t->run_in_ns, &t->failure);
	return r < 0 ? member_fail(m, r) : 0;
}

/* Puts a run-in before the slices of a stream, which are then longer, and fewer.  Those
 * that have fewer have them in sweeps of those that have more. */
static void member_add_run_in(struct member *m, unsigned sweeps, double stream_ns)
{
	const struct trial *t = m->trial;
	const struct pace counted =
		pace_lasting((SLICE_RUN_INS - 1) * t->run_in_ns, m->message_ns);
	const struct pace all = pace_lasting(t->run_in_ns, m->message_ns);

	m->burst = m->pace;
	if (all.batch > m->burst.batch)
		m->run_in = (struct pace){1, all.batch - m->burst.batch};
	if (counted.batch > m->pace.batch)
		m->pace = counted;
	while (m->stride < sweeps &&
	       (sweeps + m->stride - 1) / m->stride * SLICE_RUN_INS * t->run_in_ns >
		       stream_ns)
		m->stride *= 2;
}

/* Decides on the pace, and makes room for what will be recorded. */
int member_reserve(const struct round *round, struct member *m, double stream_ns)
{
	const unsigned sweeps = member_sweeps(round, m->trial->c);
	struct trial *t = m->trial;

	if (!m->pair)
		return 0;
	m->stride = 1;
	if (round->thoroughness.messages == 0)
		m->pace = pace_for(t->c, m->message_ns, t->granted[SET_BUFFER],
				   round->timer, round->thoroughness.stretch, t->batch);
	if (t->run_in_ns > 0)
		member_add_run_in(m, sweeps, stream_ns);
	t->batch = m->pace.batch;
	if (trial_reserve(t, sweeps, (size_t)m->pace.count * sweeps) == 0)
		return 0;
	return member_fail(m, failure_set(&t->failure, "supervisor", -ENOMEM));
}

/* Runs what comes before a slice that counts.  Stores what a message takes in a stream
 * that has just begun, or NaN. */
static int member_run_in(const struct round *round, struct member *m, double *burst_ns)
{
	struct outcome outcome;
	int r = 0;

	*burst_ns = NAN;
	if (m->burst.count > 0)
		r = member_run(round, m, m->burst, &outcome);
	if (m->burst.count == 0 || r < 0)
		return r;
	trial_add_run_in(m->trial, &outcome);
	*burst_ns = (double)(outcome.end_ns - outcome.begin_ns) / outcome.batch;
	if (m->run_in.count > 0)
		r = member_run(round, m, m->run_in, &outcome);
	if (m->run_in.count > 0 && r == 0)
		trial_add_run_in(m->trial, &outcome);
	return r;
}

int member_slice(const struct round *round, struct member *m, unsigned sweep,
		 unsigned position, double distance_ns)
{
	struct outcome outcome;
	double burst_ns;
	int r = member_run_in(round, m, &burst_ns);

	if (r == 0)
		r = member_run(round, m, m->pace, &outcome);
	if (r < 0)
		return member_fail(m, r);
	trial_add(m->trial, &outcome, sweep, position, distance_ns);
	m->trial->slices[m->trial->slice_count - 1].burst_ns = burst_ns;
	return 0;
}

void member_watch(struct member *m)
{
	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		m->stolen_ns[side] = cpu_stolen_ns("", m->trial->c->cpu[side]);
}

/* Records what has happened to a member's CPUs since member_watch(). */
void member_record(struct member *m, uint64_t passed_ns)
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
