/* SPDX-License-Identifier: MIT */
/*
 * The measured loops of mechanisms that may lose messages, or let one overtake another:
 * loss is counted, and never hidden.
 *
 * A message carries its number also where it is not touched, in its first 8 bytes; of
 * a smaller one the number is known modulo 256^size.  A client that has waited for a
 * reply for 100 ms goes on with the next: the sample says so, and an old reply that comes
 * then is not taken for the new one.  The sender of a stream never waits; its receiver
 * reads the clock after each message (a fiftieth of what a datagram costs), so that time
 * ends with the last that came, whichever that was.
 *
 * A client that cannot know whether the last message has come sends a mark, which is
 * none of the slice's messages, until it comes back; and when it knows, another one, its
 * farewell.  Until that has come, or there is silence, the server returns marks, for what
 * it returns may be lost as well.
 */
#pragma once

#include "loop.h"

/* Passes on the first size bytes at out.  0 or -errno. */
typedef int lossy_send_fn(struct channel *ch, size_t size);

/* Stores what comes at in, at most LOSSY_ROOM(ch->size) bytes of it, and returns how
 * many bytes it had; -EAGAIN if nothing comes for LOSSY_LOOK_NS or so, which a side that
 * does not block returns at once; or -errno. */
typedef int lossy_recv_fn(struct channel *ch);

#define LOSSY_LOOK_NS 1000000u
#define LOSSY_PATIENCE_NS 100000000u	      /* then a reply is lost */
#define LOSSY_SILENCE 20		      /* replies lost on end: nobody is there */
#define LOSSY_PARTING_NS UINT64_C(5000000000) /* no mark comes back: likewise */
#define LOSSY_SILENT_NS 200000000u /* of a client that waits for nothing: it is done */

/* Bytes of a mark, which tell it from a message. */
#define LOSSY_MARK_SIZE(size) ((size) == 8 ? 16u : 8u)
#define LOSSY_ROOM(size) ((size) > 16 ? (size) : 16u)

/* The numbers of the marks of a slice that ends before message end. */
#define LOSSY_FAREWELL(end) (~(end))

/* What lossy_take() took. */
enum { LOSSY_MESSAGE, LOSSY_MARK };

/* Which messages of the slice have come.  One that 64 others overtook is lost. */
struct arrivals {
	uint64_t next; /* after the highest that has */
	uint64_t seen; /* bit n: so has next - 1 - n, or it is none of this slice's */
};

static always_inline struct arrivals arrivals_begin(struct slice *sl)
{
	sl->lost = sl->reordered = 0;
	return (struct arrivals){.next = sl->first, .seen = UINT64_MAX};
}

static always_inline void arrivals_note(struct arrivals *a, struct slice *sl,
					uint64_t number)
{
	if (number >= a->next) {
		const uint64_t skipped = number - a->next;

		sl->lost += skipped;
		a->seen = skipped < 63 ? a->seen << (skipped + 1) | 1 : 1;
		a->next = number + 1;
		return;
	}
	const uint64_t behind = a->next - 1 - number;

	sl->reordered++;
	if (behind < 64 && !(a->seen >> behind & 1)) {
		sl->lost--;
		a->seen |= UINT64_C(1) << behind;
	}
}

static always_inline uint64_t slice_end(const struct slice *sl)
{
	return sl->first + (uint64_t)sl->count * sl->batch;
}

static always_inline int lossy_put(struct channel *ch, uint64_t number, enum touch touch,
				   lossy_send_fn *send)
{
	const size_t size = touch == TOUCH_FULL || ch->size < 8 ? ch->size : 8;

	payload_write(ch->out, size, number, ch->side);
	return send(ch, ch->size);
}

static always_inline int lossy_put_mark(struct channel *ch, uint64_t number,
					lossy_send_fn *send)
{
	memcpy(ch->out, &number, sizeof(number));
	return send(ch, LOSSY_MARK_SIZE(ch->size));
}

/* Takes one of sender's messages, or a mark, and stores its number, that of a message
 * being below below and near due; or -EAGAIN, or what is wrong. */
static always_inline int lossy_take(struct channel *ch, struct slice *sl,
				    enum touch touch, enum side sender,
				    lossy_recv_fn *recv, uint64_t due, uint64_t below,
				    uint64_t *number)
{
	const int n = recv(ch);

	if (n < 0)
		return n;
	if ((size_t)n == LOSSY_MARK_SIZE(ch->size)) {
		memcpy(number, ch->in, sizeof(*number));
		return LOSSY_MARK;
	}
	*number = payload_sequence(ch->in, ch->size, due, sender);
	if ((size_t)n == ch->size && *number < below &&
	    (touch == TOUCH_NONE || payload_matches(ch->in, ch->size, *number, sender)))
		return LOSSY_MESSAGE;
	/* The one that it says it is, if there is such a one. */
	sl->wrong = *number >= sl->first && *number < below ? *number : due;
	sl->wrong_offset = payload_offset(ch->in, ch->size, sl->wrong, sender);
	return -EBADMSG;
}

/* Sends marks until the server returns one, or until the last message comes after all. */
static always_inline int lossy_part(struct channel *ch, struct slice *sl,
				    enum touch touch, enum side sender,
				    struct arrivals *a, lossy_send_fn *send,
				    lossy_recv_fn *recv)
{
	const uint64_t end = slice_end(sl);
	const uint64_t begin_ns = clock_ns();
	uint64_t sent_ns, number;
	int r;

	do {
		r = lossy_put_mark(ch, end, send);
		if (r < 0)
			return r;
		sent_ns = clock_ns();
		do {
			r = lossy_take(ch, sl, touch, sender, recv, a->next, end,
				       &number);
			if (r == LOSSY_MARK && number == end)
				return 0;
			if (r == LOSSY_MESSAGE)
				arrivals_note(a, sl, number);
			else if (r < 0 && r != -EAGAIN)
				return r;
		} while (a->next < end && clock_ns() - sent_ns < LOSSY_LOOK_NS);
	} while (a->next < end && clock_ns() - begin_ns < LOSSY_PARTING_NS);
	return a->next < end ? -ETIMEDOUT : 0;
}

/* Sees to what came, if it was no message, at a server that has had nothing but marks
 * since since_ns, or is to expect messages if that is 0.  1: the client is done. */
static always_inline int lossy_attend(struct channel *ch, int came, uint64_t number,
				      uint64_t end, uint64_t *since_ns,
				      lossy_send_fn *send)
{
	if (came == LOSSY_MARK && number == LOSSY_FAREWELL(end))
		return 1;
	if (came == LOSSY_MARK && number == end) {
		*since_ns = clock_ns();
		return lossy_put_mark(ch, end, send);
	}
	if (came == -EAGAIN)
		return *since_ns > 0 && clock_ns() - *since_ns >= LOSSY_SILENT_NS;
	return came < 0 ? came : 0;
}

/* Waits for the reply; -EAGAIN if it does not come. */
static always_inline int lossy_await(struct channel *ch, struct slice *sl,
				     enum touch touch, enum side sender,
				     struct arrivals *a, uint64_t sequence,
				     lossy_recv_fn *recv)
{
	uint64_t since_ns = 0;

	for (;;) {
		uint64_t number;
		int r = lossy_take(ch, sl, touch, sender, recv, sequence, sequence + 1,
				   &number);

		if (r == LOSSY_MESSAGE) {
			arrivals_note(a, sl, number);
			if (number == sequence)
				return 0;
		} else if (r == -EAGAIN) {
			const uint64_t now_ns = clock_ns();

			if (since_ns == 0)
				since_ns = now_ns;
			if (now_ns - since_ns >= LOSSY_PATIENCE_NS)
				return -EAGAIN;
		} else if (r < 0) {
			return r;
		}
	}
}

/* As loop_ping(). */
static always_inline int lossy_ping(struct channel *ch, struct slice *sl,
				    enum touch touch, enum side sender,
				    lossy_send_fn *send, lossy_recv_fn *recv)
{
	struct arrivals a = arrivals_begin(sl);
	uint64_t sequence = sl->first;
	uint64_t start = clock_ns();
	unsigned silence = 0;
	int r = 0;

	sl->begin_ns = start;
	for (uint32_t i = 0; i < sl->count; i++) {
		for (uint32_t k = 0; k < sl->batch; k++, sequence++) {
			r = lossy_put(ch, sequence, touch, send);
			if (r == 0)
				r = lossy_await(ch, sl, touch, sender, &a, sequence,
						recv);
			silence = r == 0 ? 0 : silence + 1;
			if (silence == LOSSY_SILENCE)
				return -ETIMEDOUT;
			if (r < 0 && r != -EAGAIN)
				return r;
		}
		loop_sample(sl, i, &start);
	}
	sl->end_ns = start;
	r = a.next < sequence ? lossy_part(ch, sl, touch, sender, &a, send, recv) : 0;
	sl->lost += sequence - a.next;
	if (r < 0 || sender == CLIENT) /* an echo service would return it */
		return r;
	return lossy_put_mark(ch, LOSSY_FAREWELL(sequence), send);
}

/* Replies to what comes. */
static always_inline int lossy_echo(struct channel *ch, struct slice *sl,
				    enum touch touch, bool delayed, lossy_send_fn *send,
				    lossy_recv_fn *recv)
{
	const uint64_t end = slice_end(sl);
	uint64_t due = sl->first, since_ns = 0;
	int r = 0;

	while (r == 0) {
		uint64_t number;
		const int came =
			lossy_take(ch, sl, touch, CLIENT, recv, due, end, &number);

		if (came != LOSSY_MESSAGE) {
			r = lossy_attend(ch, came, number, end, &since_ns, send);
			continue;
		}
		if (delayed)
			busy_steps(sl->delay);
		r = lossy_put(ch, number, touch, send);
		if (number >= due)
			due = number + 1;
		if (due == end)
			since_ns = clock_ns();
	}
	return r < 0 ? r : 0;
}

static always_inline int lossy_source(struct channel *ch, struct slice *sl,
				      enum touch touch, lossy_send_fn *send,
				      lossy_recv_fn *recv)
{
	struct arrivals none = arrivals_begin(sl);
	const uint64_t end = slice_end(sl);
	int r = 0;

	sl->begin_ns = clock_ns();
	for (uint64_t sequence = sl->first; sequence < end; sequence++) {
		r = lossy_put(ch, sequence, touch, send);
		if (r < 0)
			return r;
	}
	r = lossy_part(ch, sl, touch, SERVER, &none, send, recv);
	sl->end_ns = clock_ns();
	return r < 0 ? r : lossy_put_mark(ch, LOSSY_FAREWELL(end), send);
}

/* Messages of one or two bytes cannot be told apart once thousands are lost in a row, as
 * they are in a stream: they are counted and nothing else. */
#define LOSSY_TOLD_SIZE 3

static always_inline int lossy_sink(struct channel *ch, struct slice *sl,
				    enum touch touch, lossy_send_fn *send,
				    lossy_recv_fn *recv)
{
	const bool told = ch->size >= LOSSY_TOLD_SIZE;
	const uint64_t end = slice_end(sl);
	struct arrivals a = arrivals_begin(sl);
	uint64_t since_ns = 0;
	int r = 0;

	sl->end_ns = 0;
	while (r == 0) {
		uint64_t number;
		const int came =
			lossy_take(ch, sl, told ? touch : TOUCH_NONE, CLIENT, recv,
				   a.next, told ? end : UINT64_MAX, &number);

		if (came != LOSSY_MESSAGE) {
			r = lossy_attend(ch, came, number, end, &since_ns, send);
			continue;
		}
		if (!told)
			number = a.next < end ? a.next : end - 1;
		arrivals_note(&a, sl, number);
		if (number >= sl->first)
			sl->end_ns = clock_ns();
	}
	if (sl->end_ns == 0)
		sl->end_ns = clock_ns();
	sl->lost += end - a.next;
	return r < 0 ? r : 0;
}

/* Waits for a message as one that is not lossy does, for who is in no hurry. */
static inline int lossy_recv_one(struct channel *ch, lossy_recv_fn *recv)
{
	int n;

	do
		n = recv(ch);
	while (n == -EAGAIN);
	return n < 0 ? n : (size_t)n == ch->size ? 0 : -EBADMSG;
}

/* Makes `loops`, the table of a mechanism's loops, of its send and recv. */
#define MECHANISM_LOSSY_LOOPS(send, recv)                                                \
	MECHANISM_LOSSY_TOUCH_LOOPS(full, TOUCH_FULL, send, recv)                        \
	MECHANISM_LOSSY_TOUCH_LOOPS(none, TOUCH_NONE, send, recv)                        \
	static int delayed_echo(struct channel *ch, struct slice *sl)                    \
	{                                                                                \
		return lossy_echo(ch, sl, TOUCH_FULL, true, send, recv);                 \
	}                                                                                \
	static int send_one(struct channel *ch)                                          \
	{                                                                                \
		return send(ch, ch->size);                                               \
	}                                                                                \
	static int recv_one(struct channel *ch)                                          \
	{                                                                                \
		return lossy_recv_one(ch, recv);                                         \
	}                                                                                \
	static const struct loops loops = {                                              \
		.run =                                                                   \
			{                                                                \
				[ROUND_TRIP][TOUCH_FULL] = {full_ping, full_echo},       \
				[ROUND_TRIP][TOUCH_NONE] = {none_ping, none_echo},       \
				[STREAM][TOUCH_FULL] = {full_source, full_sink},         \
				[STREAM][TOUCH_NONE] = {none_source, none_sink},         \
			},                                                               \
		.delayed_echo = delayed_echo,                                            \
		.echoed_ping = {full_echoed_ping, none_echoed_ping},                     \
		.send_one = send_one,                                                    \
		.recv_one = recv_one,                                                    \
	}

#define MECHANISM_LOSSY_TOUCH_LOOPS(prefix, touch, send, recv)                           \
	static int prefix##_ping(struct channel *ch, struct slice *sl)                   \
	{                                                                                \
		return lossy_ping(ch, sl, touch, SERVER, send, recv);                    \
	}                                                                                \
	static int prefix##_echoed_ping(struct channel *ch, struct slice *sl)            \
	{                                                                                \
		return lossy_ping(ch, sl, touch, CLIENT, send, recv);                    \
	}                                                                                \
	static int prefix##_echo(struct channel *ch, struct slice *sl)                   \
	{                                                                                \
		return lossy_echo(ch, sl, touch, false, send, recv);                     \
	}                                                                                \
	static int prefix##_source(struct channel *ch, struct slice *sl)                 \
	{                                                                                \
		return lossy_source(ch, sl, touch, send, recv);                          \
	}                                                                                \
	static int prefix##_sink(struct channel *ch, struct slice *sl)                   \
	{                                                                                \
		return lossy_sink(ch, sl, touch, send, recv);                            \
	}
