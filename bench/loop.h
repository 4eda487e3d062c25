/* SPDX-License-Identifier: MIT */
/*
 * The measured loops, once for all mechanisms.
 *
 * send and recv are arguments, but the functions are always inlined and are
 * given constants, so that each mechanism gets loops of its own in which no
 * message pays for an indirect call (it would be 1 ns, a quarter of a spinning
 * round trip).  Both sides know the number of messages beforehand: nothing
 * travels but the messages, and nobody looks at a clock to know when to stop.
 */
#pragma once

#include <errno.h>
#include <stdint.h>

#include "clock.h"
#include "common/cpu_relax.h"
#include "mechanism.h"
#include "payload.h"

#define always_inline inline __attribute__((always_inline))

static always_inline int loop_send(struct channel *ch, uint64_t sequence,
				   enum touch touch, message_fn *send)
{
	if (touch == TOUCH_FULL)
		payload_write(ch->out, ch->size, sequence, ch->side);
	return send(ch);
}

static always_inline int loop_recv(struct channel *ch, struct slice *sl,
				   uint64_t sequence, enum touch touch, enum side sender,
				   message_fn *recv)
{
	int r = recv(ch);

	if (r < 0)
		return r;
	if (touch == TOUCH_FULL && !payload_matches(ch->in, ch->size, sequence, sender)) {
		sl->wrong = sequence;
		sl->wrong_offset = payload_offset(ch->in, ch->size, sequence, sender);
		return -EBADMSG;
	}
	return 0;
}

/* What takes longer than 4.3 s is recorded as that. */
static inline uint32_t sample_of(uint64_t ns)
{
	return ns < UINT32_MAX ? (uint32_t)ns : UINT32_MAX;
}

/* One clock reading ends a sample and begins the next: time that is not in a sample
 * does not exist. */
static always_inline void loop_sample(struct slice *sl, uint32_t i, uint64_t *start)
{
	uint64_t end = clock_ns();

	sl->sample_ns[i] = sample_of(end - *start);
	*start = end;
}

/* The client of a round trip; sender, whose messages come back, is a constant, like
 * touch. */
static always_inline int loop_ping(struct channel *ch, struct slice *sl, enum touch touch,
				   enum side sender, message_fn *send, message_fn *recv)
{
	uint64_t sequence = sl->first;
	uint64_t start = clock_ns();
	int r;

	sl->begin_ns = start;
	for (uint32_t i = 0; i < sl->count; i++) {
		for (uint32_t k = 0; k < sl->batch; k++, sequence++) {
			r = loop_send(ch, sequence, touch, send);
			if (r < 0)
				return r;
			r = loop_recv(ch, sl, sequence, touch, sender, recv);
			if (r < 0)
				return r;
		}

		loop_sample(sl, i, &start);
	}
	sl->end_ns = start;
	return 0;
}

/* Keeps the CPU busy for a time that grows with steps, and does nothing. */
static inline void busy_steps(uint32_t steps)
{
	for (uint32_t i = 0; i < steps; i++)
		__asm__ volatile("" : "+r"(i));
}

/* The server of a round trip; delayed is a constant, like touch. */
static always_inline int loop_echo(struct channel *ch, struct slice *sl, enum touch touch,
				   bool delayed, message_fn *send, message_fn *recv)
{
	const uint64_t end = sl->first + (uint64_t)sl->count * sl->batch;
	int r;

	for (uint64_t sequence = sl->first; sequence < end; sequence++) {
		r = loop_recv(ch, sl, sequence, touch, CLIENT, recv);
		if (r < 0)
			return r;
		if (delayed)
			busy_steps(sl->delay);
		r = loop_send(ch, sequence, touch, send);
		if (r < 0)
			return r;
	}
	return 0;
}

static always_inline int loop_source(struct channel *ch, struct slice *sl,
				     enum touch touch, message_fn *send)
{
	const uint64_t end = sl->first + (uint64_t)sl->count * sl->batch;
	int r;

	sl->begin_ns = clock_ns();
	for (uint64_t sequence = sl->first; sequence < end; sequence++) {
		r = loop_send(ch, sequence, touch, send);
		if (r < 0)
			return r;
	}
	return 0;
}

static always_inline int loop_sink(struct channel *ch, struct slice *sl, enum touch touch,
				   message_fn *recv)
{
	const uint64_t end = sl->first + (uint64_t)sl->count * sl->batch;
	int r;

	for (uint64_t sequence = sl->first; sequence < end; sequence++) {
		r = loop_recv(ch, sl, sequence, touch, CLIENT, recv);
		if (r < 0)
			return r;
	}
	sl->end_ns = clock_ns();
	return 0;
}

/* When message i of a paced slice is due: no rounding adds up. */
static inline uint64_t paced_due(uint64_t start_ns, uint64_t rate, uint64_t i)
{
	return start_ns + i * 1000000000u / rate;
}

/* The sender never skips a message, nor puts off those that follow: what is late is sent
 * at once, and its receiver sees how late.  So a receiver, or a channel, that stalls
 * cannot keep the messages from being counted that it keeps from being sent. */
static always_inline int loop_paced_source(struct channel *ch, struct slice *sl,
					   enum touch touch, message_fn *send)
{
	sl->begin_ns = sl->start_ns;
	for (uint32_t i = 0; i < sl->count; i++) {
		const uint64_t due_ns = paced_due(sl->start_ns, sl->rate, i);
		uint64_t now_ns;
		int r;

		if (sl->sleeps)
			clock_sleep_until(due_ns);
		while ((now_ns = clock_ns()) < due_ns)
			cpu_relax();
		r = loop_send(ch, sl->first + i, touch, send);
		if (r < 0)
			return r;
		sl->late_ns[i] = sample_of(now_ns - due_ns);
		sl->blocked_ns[i] = sample_of(clock_ns() - now_ns);
	}
	return 0;
}

static always_inline int loop_paced_sink(struct channel *ch, struct slice *sl,
					 enum touch touch, message_fn *recv)
{
	for (uint32_t i = 0; i < sl->count; i++) {
		int r = loop_recv(ch, sl, sl->first + i, touch, CLIENT, recv);

		if (r < 0)
			return r;
		sl->end_ns = clock_ns();
		sl->sample_ns[i] =
			sample_of(sl->end_ns - paced_due(sl->start_ns, sl->rate, i));
	}
	return 0;
}

/* Makes `loops`, the table of a mechanism's loops, of its send and recv. */
#define MECHANISM_LOOPS(send, recv) MECHANISM_LOOPS_NAMED(loops, send, recv)

/* The same under another name, for a mechanism that has several. */
#define MECHANISM_LOOPS_NAMED(name, send, recv)                                          \
	MECHANISM_TOUCH_LOOPS(name##_full, TOUCH_FULL, send, recv)                       \
	MECHANISM_TOUCH_LOOPS(name##_none, TOUCH_NONE, send, recv)                       \
	static int name##_delayed_echo(struct channel *ch, struct slice *sl)             \
	{                                                                                \
		return loop_echo(ch, sl, TOUCH_FULL, true, send, recv);                  \
	}                                                                                \
	static const struct loops name = {                                               \
		.run = {[ROUND_TRIP][TOUCH_FULL] = {name##_full_ping, name##_full_echo}, \
			[ROUND_TRIP][TOUCH_NONE] = {name##_none_ping, name##_none_echo}, \
			[STREAM][TOUCH_FULL] = {name##_full_source, name##_full_sink},   \
			[STREAM][TOUCH_NONE] = {name##_none_source, name##_none_sink},   \
			[PACED][TOUCH_FULL] = {name##_full_paced_source,                 \
					       name##_full_paced_sink},                  \
			[PACED][TOUCH_NONE] = {name##_none_paced_source,                 \
					       name##_none_paced_sink}},                 \
		.delayed_echo = name##_delayed_echo,                                     \
		.send_one = send,                                                        \
		.recv_one = recv,                                                        \
		.echoed_ping = {name##_full_echoed_ping, name##_none_echoed_ping},       \
	}

#define MECHANISM_TOUCH_LOOPS(prefix, touch, send, recv)                                 \
	static int prefix##_ping(struct channel *ch, struct slice *sl)                   \
	{                                                                                \
		return loop_ping(ch, sl, touch, SERVER, send, recv);                     \
	}                                                                                \
	static int prefix##_echoed_ping(struct channel *ch, struct slice *sl)            \
	{                                                                                \
		return loop_ping(ch, sl, touch, CLIENT, send, recv);                     \
	}                                                                                \
	static int prefix##_echo(struct channel *ch, struct slice *sl)                   \
	{                                                                                \
		return loop_echo(ch, sl, touch, false, send, recv);                      \
	}                                                                                \
	static int prefix##_source(struct channel *ch, struct slice *sl)                 \
	{                                                                                \
		return loop_source(ch, sl, touch, send);                                 \
	}                                                                                \
	static int prefix##_sink(struct channel *ch, struct slice *sl)                   \
	{                                                                                \
		return loop_sink(ch, sl, touch, recv);                                   \
	}                                                                                \
	static int prefix##_paced_source(struct channel *ch, struct slice *sl)           \
	{                                                                                \
		return loop_paced_source(ch, sl, touch, send);                           \
	}                                                                                \
	static int prefix##_paced_sink(struct channel *ch, struct slice *sl)             \
	{                                                                                \
		return loop_paced_sink(ch, sl, touch, recv);                             \
	}
