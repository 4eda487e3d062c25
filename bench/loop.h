/* SPDX-License-Identifier: MIT */
/*
 * The measured loops, once for all mechanisms.
 *
 * send, recv and touch are arguments, but the functions are always inlined and called
 * with constants.  So each mechanism gets loops of its own in which no message pays for
 * an indirect call (1 ns, a quarter of a spinning round trip); what to do is decided
 * once per slice.  Both sides know the number of messages beforehand: nothing travels
 * but the messages, and no clock is read to know when to stop.
 */
#pragma once

#include <errno.h>
#include <stdint.h>

#include "clock.h"
#include "common/cpu_relax.h"
#include "common/inline.h"
#include "job.h"
#include "payload.h"

#define loop_apart __attribute__((noinline, cold, unused))

/* send() or recv(). */
typedef int message_fn(struct channel *ch);

static always_inline int loop_send(struct channel *ch, uint64_t sequence,
				   enum touch touch, message_fn *send)
{
	if (touch == TOUCH_FULL)
		payload_write(ch->out, ch->size, sequence, ch->side);
	return send(ch);
}

/* Notes what is wrong with the message that was due: its length, as recv() says by
 * -EBADMSG, or a byte of it.  Kept apart, so that the loops need no registers for it. */
static loop_apart int loop_wrong(const void *in, size_t came, size_t due,
				 struct slice *slice, uint64_t sequence, enum side sender)
{
	slice->wrong = (struct wrong){.number = sequence, .size = came, .due = due};
	if (came == due)
		slice->wrong.offset = payload_offset(in, due, sequence, sender);
	return -EBADMSG;
}

static always_inline int loop_recv(struct channel *ch, struct slice *slice,
				   uint64_t sequence, enum touch touch, enum side sender,
				   message_fn *recv)
{
	int r = recv(ch);

	if (r >= 0 && touch == TOUCH_FULL &&
	    !payload_matches(ch->in, ch->size, sequence, sender))
		return loop_wrong(ch->in, ch->size, ch->size, slice, sequence, sender);
	if (r == -EBADMSG)
		return loop_wrong(ch->in, ch->came, ch->size, slice, sequence, sender);
	return r;
}

/* What takes longer than 4.3 s is recorded as that. */
static inline uint32_t sample_of(uint64_t ns)
{
	return ns < UINT32_MAX ? (uint32_t)ns : UINT32_MAX;
}

/* One clock reading ends a sample and begins the next: time that is not in a sample
 * does not exist. */
static always_inline void loop_sample(const struct job *job, uint32_t i, uint64_t *start)
{
	uint64_t end = clock_ns();

	job->sample_ns[i] = sample_of(end - *start);
	*start = end;
}

/* Whose messages the client of a round trip gets. */
static inline enum side loop_replier(const struct job *job)
{
	return job->echoed ? CLIENT : SERVER;
}

/* The client of a round trip. */
static always_inline int loop_ping(struct channel *ch, const struct job *job,
				   struct slice *slice, enum touch touch,
				   message_fn *send, message_fn *recv)
{
	const enum side sender = loop_replier(job);
	uint64_t sequence = job->first;
	uint64_t start = clock_ns();
	int r;

	slice->begin_ns = start;
	for (uint32_t i = 0; i < job->count; i++) {
		for (uint32_t k = 0; k < job->batch; k++, sequence++) {
			r = loop_send(ch, sequence, touch, send);
			if (r < 0)
				return r;
			r = loop_recv(ch, slice, sequence, touch, sender, recv);
			if (r < 0)
				return r;
		}

		loop_sample(job, i, &start);
	}
	slice->end_ns = start;
	return 0;
}

/* The server of a round trip, which receives and sends; and either side of a stream,
 * which does one of both.  receives and sends are constants, like touch. */
static always_inline int loop_pass(struct channel *ch, const struct job *job,
				   struct slice *slice, enum touch touch, bool receives,
				   bool sends, message_fn *send, message_fn *recv)
{
	const uint64_t end = job_end(job);
	const uint32_t delay = job->delay;
	int r;

	slice->begin_ns = clock_ns();
	for (uint64_t sequence = job->first; sequence < end; sequence++) {
		if (receives) {
			r = loop_recv(ch, slice, sequence, touch, CLIENT, recv);
			if (r < 0)
				return r;
		}
		if (receives && sends)
			busy_steps(delay);
		if (sends) {
			r = loop_send(ch, sequence, touch, send);
			if (r < 0)
				return r;
		}
	}
	slice->end_ns = clock_ns();
	return 0;
}

/* The sender never skips a message, nor puts off those that follow: what is late is sent
 * at once, and its receiver sees how late.  So a receiver or a channel that stalls cannot
 * keep the messages that it holds up from being counted. */
static always_inline int loop_paced_source(struct channel *ch, const struct job *job,
					   struct slice *slice, enum touch touch,
					   message_fn *send)
{
	slice->begin_ns = job->start_ns;
	for (uint32_t i = 0; i < job->count; i++) {
		const uint64_t due_ns = job_due_ns(job, i);
		uint64_t now_ns;
		int r;

		if (job->sleeps)
			clock_sleep_until(due_ns);
		while ((now_ns = clock_ns()) < due_ns)
			cpu_relax();
		r = loop_send(ch, job->first + i, touch, send);
		if (r < 0)
			return r;
		job->late_ns[i] = sample_of(now_ns - due_ns);
		job->blocked_ns[i] = sample_of(clock_ns() - now_ns);
	}
	return 0;
}

static always_inline int loop_paced_sink(struct channel *ch, const struct job *job,
					 struct slice *slice, enum touch touch,
					 message_fn *recv)
{
	for (uint32_t i = 0; i < job->count; i++) {
		int r = loop_recv(ch, slice, job->first + i, touch, CLIENT, recv);

		if (r < 0)
			return r;
		slice->end_ns = clock_ns();
		job->sample_ns[i] = sample_of(slice->end_ns - job_due_ns(job, i));
	}
	return 0;
}

/* Either side of a stream.  It works on a copy of the channel, which the compiler can
 * keep in registers, as nothing else can write it: a fifth of a small message's way
 * through a ring.  A round trip does not: between CPUs, looking for the reply earlier
 * only delays it, by a twentieth. */
static always_inline int loop_stream(struct channel *ch, const struct job *job,
				     struct slice *slice, enum touch touch,
				     message_fn *send, message_fn *recv)
{
	struct channel own = *ch;
	int r;

	if (ch->side == CLIENT)
		r = loop_pass(&own, job, slice, touch, false, true, send, recv);
	else
		r = loop_pass(&own, job, slice, touch, true, false, send, recv);
	*ch = own;
	return r;
}

static always_inline int loop_run_touch(struct channel *ch, const struct job *job,
					struct slice *slice, enum touch touch,
					message_fn *send, message_fn *recv)
{
	const bool client = ch->side == CLIENT;

	if (job->pattern == STREAM)
		return loop_stream(ch, job, slice, touch, send, recv);
	if (job->pattern == PACED)
		return client ? loop_paced_source(ch, job, slice, touch, send)
			      : loop_paced_sink(ch, job, slice, touch, recv);
	return client ? loop_ping(ch, job, slice, touch, send, recv)
		      : loop_pass(ch, job, slice, touch, true, true, send, recv);
}

/* One side's slice, whatever the job. */
static always_inline int loop_run(struct channel *ch, const struct job *job,
				  struct slice *slice, message_fn *send, message_fn *recv)
{
	return job->touch == TOUCH_FULL
		       ? loop_run_touch(ch, job, slice, TOUCH_FULL, send, recv)
		       : loop_run_touch(ch, job, slice, TOUCH_NONE, send, recv);
}

/* Makes `loops` of a mechanism's send and recv. */
#define MECHANISM_LOOPS(send, recv) MECHANISM_LOOPS_NAMED(loops, send, recv)

/* The same under another name, for a mechanism that has several. */
#define MECHANISM_LOOPS_NAMED(name, send, recv)                                          \
	static int name##_run(struct channel *ch, const struct job *job,                 \
			      struct slice *slice)                                       \
	{                                                                                \
		return loop_run(ch, job, slice, send, recv);                             \
	}                                                                                \
	static const struct loops name = {name##_run, send, recv}
