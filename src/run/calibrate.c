/* SPDX-License-Identifier: MIT */
#include "run/calibrate.h"

#include <math.h>

#include "clock.h"
#include "job.h"

#define SLICE_NS(wait) ((wait) == WAIT_BLOCK ? 2e6 : 3e6)
#define SAMPLES_MIN 8

/* A stream is timed as a whole, from an empty channel to an empty channel: its slice must
 * be long in proportion to its first message and fill the channel many times, but a slow
 * mechanism must not hold up the others. */
#define STREAM_NS 5e6
#define STREAM_NS_MAX 20e6
#define STREAM_FILLS 16
#define STREAM_MESSAGES_MIN 8

/* Long in proportion to a stall: what it holds up beyond the end of a slice is not seen.
 */
#define PACED_MESSAGES 250
#define PACED_S 0.1
#define PACED_S_MAX 0.5

/* A run-in.  A slice, which is three times as long, lasts half a second at most. */
#define RUN_IN_NS_MIN 10e6
#define RUN_IN_NS_MAX 160e6
#define RUN_IN_TRIES 4 /* the shortest that is tried is that part of the longest */
#define RUN_IN_FASTER 0.95

#define LONG_NS 3e5 /* long enough to tell what a message takes */
#define CLOCK_SHARE 100
#define BATCH_MAX (1u << 24)
#define BUSY_STEPS 100000

static struct pace pace_stream(const struct ipc_case *c, double message_ns, size_t buffer,
			       double stretch)
{
	double messages = stretch * STREAM_NS / message_ns;

	if (c->size > 0)
		messages =
			fmax(messages, STREAM_FILLS * (double)buffer / (double)c->size);
	messages = fmin(messages, stretch * STREAM_NS_MAX / message_ns);
	messages = fmax(messages, stretch < 1 ? ceil(stretch * STREAM_MESSAGES_MIN)
					      : STREAM_MESSAGES_MIN);
	messages = fmin(messages, 1e9);
	return (struct pace){.count = 1, .batch = (uint32_t)messages};
}

static struct pace pace_paced(const struct ipc_case *c, double stretch)
{
	const double rate = (double)c->rate;
	double messages = fmin(fmax(PACED_MESSAGES, rate * PACED_S), rate * PACED_S_MAX);

	messages = fmin(fmax(stretch * messages, SAMPLES_MIN), PAIR_SAMPLES_MAX);
	return (struct pace){.count = (uint32_t)messages, .batch = 1};
}

struct pace pace_for(const struct ipc_case *c, double message_ns, size_t buffer,
		     struct timer timer, double stretch, uint32_t batch)
{
	if (message_ns < 0.1)
		message_ns = 0.1;
	if (c->pattern == STREAM)
		return pace_stream(c, message_ns, buffer, stretch);
	if (c->pattern == PACED)
		return pace_paced(c, stretch);

	const double least_ns = CLOCK_SHARE * fmax(timer.read_ns, (double)timer.step_ns);

	if (batch == 0)
		for (batch = 1; batch * message_ns < least_ns && batch < BATCH_MAX;
		     batch *= 2)
			;
	double count = stretch * SLICE_NS(c->wait) / (batch * message_ns);
	count = fmin(fmax(count, SAMPLES_MIN), PAIR_SAMPLES_MAX);
	return (struct pace){.count = (uint32_t)count, .batch = batch};
}

uint32_t busy_steps_for(double ns)
{
	double least_ns = INFINITY;

	/* Nothing interrupted the shortest of a few tries. */
	for (int i = 0; i < 10; i++) {
		const uint64_t begin_ns = clock_ns();

		busy_steps(BUSY_STEPS);
		least_ns = fmin(least_ns, (double)(clock_ns() - begin_ns));
	}
	return (uint32_t)ceil(ns * BUSY_STEPS / least_ns);
}

struct pace pace_lasting(double ns, double message_ns)
{
	const double messages = fmin(fmax(ns / message_ns, 1), 1e9);

	return (struct pace){.count = 1, .batch = (uint32_t)messages};
}

struct pace pace_exact(const struct ipc_case *c, uint32_t messages)
{
	uint32_t count = c->pattern == STREAM ? 1 : PAIR_SAMPLES_MAX;

	while (messages % count)
		count--;
	return (struct pace){.count = count, .batch = messages / count};
}

int calibrate(struct supervisor *sv, struct pair *p, const struct ipc_case *c,
	      struct timer timer, double stretch, uint32_t batch, struct pace *ret,
	      double *first_ns, struct failure *failure)
{
	struct outcome outcome;
	double elapsed_ns;
	uint32_t n = 1;

	for (;; n *= 2) {
		int r = pair_run(sv, p, 1, n, &outcome, failure);

		if (r < 0)
			return r;
		elapsed_ns = (double)(outcome.end_ns - outcome.begin_ns);
		if (n == 1)
			*first_ns = elapsed_ns;
		if (c->pattern == PACED)
			break;
		/* The first message is always slow. */
		if (n > 1 && (elapsed_ns >= LONG_NS || n > UINT32_MAX / 2))
			break;
	}
	*ret = pace_for(c, elapsed_ns / n, p->granted[SET_BUFFER], timer, stretch, batch);
	return 0;
}

double run_in_limit_ns(double stream_ns)
{
	const double limit_ns = fmin(stream_ns / SLICE_RUN_INS, RUN_IN_NS_MAX);

	return limit_ns < RUN_IN_NS_MIN ? 0 : limit_ns;
}

bool run_in_add(struct run_in_search *s, double end_ns, double message_ns)
{
	if (s->run_in_ns > 0 && message_ns > RUN_IN_FASTER * s->fastest_ns)
		return ++s->since == 2;
	*s = (struct run_in_search){.fastest_ns = message_ns, .run_in_ns = end_ns};
	return false;
}

static int run_stream(struct supervisor *sv, struct pair *p, double ns,
		      double *message_ns, struct failure *failure)
{
	const struct pace pace = pace_lasting(ns, *message_ns);
	struct outcome outcome;
	int r = pair_run(sv, p, pace.count, pace.batch, &outcome, failure);

	if (r == 0)
		*message_ns = (double)(outcome.end_ns - outcome.begin_ns) / pace.batch;
	return r;
}

int calibrate_run_in(struct supervisor *sv, struct pair *p, double limit_ns,
		     double *message_ns, double *ret_ns, struct failure *failure)
{
	struct run_in_search search = {0};
	double end_ns = fmax(RUN_IN_NS_MIN, limit_ns / RUN_IN_TRIES);
	bool over = false;
	int r = run_stream(sv, p, end_ns / 2, message_ns, failure);

	for (; r == 0 && !over && end_ns <= limit_ns; end_ns *= 2) {
		r = run_stream(sv, p, end_ns / 2, message_ns, failure);
		over = run_in_add(&search, end_ns, *message_ns);
	}
	*ret_ns = search.run_in_ns;
	return r;
}
