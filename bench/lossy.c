/* SPDX-License-Identifier: MIT */
#include "lossy.h"

#include <errno.h>

#include "loop.h"

#define PATIENCE_NS 100000000u		/* then a reply is lost */
#define SILENCE 20			/* replies lost in a row: nobody is there */
#define PARTING_NS UINT64_C(5000000000) /* without a mark coming back: likewise */
#define SILENT_NS 200000000u		/* a client that is silent for so long is done */

/* Bytes of a mark: a size that no message of the slice has. */
#define MARK_SIZE(size) ((size) == 8 ? 16u : 8u)

/* The number of the farewell after message end - 1; that of the other marks is end. */
#define FAREWELL(end) (~(end))

/* Messages of one or two bytes cannot be told apart once thousands are lost in a row, as
 * they are in a stream: they are only counted. */
#define NUMBERED_SIZE 3

/* What lossy_take() took. */
enum { MESSAGE, MARK };

/* One side's slice. */
struct lossy {
	struct channel *ch;
	const struct job *job;
	struct slice *slice;
	lossy_send_fn *send;
	lossy_recv_fn *recv;
	uint64_t end;	  /* the number after that of the last message */
	enum side sender; /* whose messages come here */
	bool compares;	  /* all their bytes */

	/* Which messages have come.  One that 64 others overtook counts as lost. */
	uint64_t next; /* the number after the highest that has come */
	uint64_t seen; /* bit n: next - 1 - n has come, or is none of this slice's */

	/* Server: since when there is reason to think that the client is done, or 0. */
	uint64_t done_ns;
};

/* Counts message number `number` as come, and what it skipped as lost for now. */
static void lossy_note(struct lossy *l, uint64_t number)
{
	if (number >= l->next) {
		const uint64_t skipped = number - l->next;

		l->slice->lost += skipped;
		l->seen = skipped < 63 ? l->seen << (skipped + 1) | 1 : 1;
		l->next = number + 1;
		return;
	}
	const uint64_t behind = l->next - 1 - number;

	l->slice->reordered++;
	if (behind < 64 && !(l->seen >> behind & 1)) {
		l->slice->lost--;
		l->seen |= UINT64_C(1) << behind;
	}
}

static int lossy_put(struct lossy *l, uint64_t number)
{
	struct channel *ch = l->ch;
	const bool whole = l->job->touch == TOUCH_FULL || ch->size < 8;

	payload_write(ch->out, whole ? ch->size : 8, number, ch->side);
	return l->send(ch, ch->size);
}

static int lossy_put_mark(struct lossy *l, uint64_t number)
{
	memcpy(l->ch->out, &number, sizeof(number));
	return l->send(l->ch, MARK_SIZE(l->ch->size));
}

/* Takes a message, whose number is to be near due and below `below`, or a mark, and
 * stores its number; -EAGAIN if nothing came. */
static int lossy_take(struct lossy *l, uint64_t due, uint64_t below, uint64_t *number)
{
	struct channel *ch = l->ch;
	const int n = l->recv(ch);

	if (n < 0)
		return n;
	if ((size_t)n == MARK_SIZE(ch->size)) {
		memcpy(number, ch->in, sizeof(*number));
		return MARK;
	}
	*number = payload_sequence(ch->in, ch->size, due, l->sender);
	if ((size_t)n == ch->size && *number < below &&
	    (!l->compares || payload_matches(ch->in, ch->size, *number, l->sender)))
		return MESSAGE;

	/* The one that it claims to be, if there is such a one. */
	const bool claims = *number >= l->job->first && *number < below;

	return loop_wrong(ch->in, (size_t)n, ch->size, l->slice, claims ? *number : due,
			  l->sender);
}

/* Client: sends marks until the server returns one, or until the last message comes
 * after all. */
static int lossy_part(struct lossy *l)
{
	const uint64_t begin_ns = clock_ns();
	uint64_t sent_ns, number;
	int r;

	do {
		r = lossy_put_mark(l, l->end);
		if (r < 0)
			return r;
		sent_ns = clock_ns();
		do {
			r = lossy_take(l, l->next, l->end, &number);
			if (r == MARK && number == l->end)
				return 0;
			if (r == MESSAGE)
				lossy_note(l, number);
			else if (r < 0 && r != -EAGAIN)
				return r;
		} while (l->next < l->end && clock_ns() - sent_ns < LOSSY_LOOK_NS);
	} while (l->next < l->end && clock_ns() - begin_ns < PARTING_NS);
	return l->next < l->end ? -ETIMEDOUT : 0;
}

/* Server: deals with what lossy_take() returned when that was no message.  1 if the
 * client is done. */
static int lossy_attend(struct lossy *l, int came, uint64_t number)
{
	if (came == MARK && number == FAREWELL(l->end))
		return 1;
	if (came == MARK && number == l->end) {
		l->done_ns = clock_ns();
		return lossy_put_mark(l, l->end);
	}
	if (came == -EAGAIN)
		return l->done_ns > 0 && clock_ns() - l->done_ns >= SILENT_NS;
	return came < 0 ? came : 0;
}

/* Waits for the reply to message number `sequence`; -EAGAIN if it does not come. */
static int lossy_await(struct lossy *l, uint64_t sequence)
{
	uint64_t since_ns = 0;

	for (;;) {
		uint64_t number;
		int r = lossy_take(l, sequence, sequence + 1, &number);

		if (r == MESSAGE) {
			lossy_note(l, number);
			if (number == sequence)
				return 0;
		} else if (r == -EAGAIN) {
			const uint64_t now_ns = clock_ns();

			if (since_ns == 0)
				since_ns = now_ns;
			if (now_ns - since_ns >= PATIENCE_NS)
				return -EAGAIN;
		} else if (r < 0) {
			return r;
		}
	}
}

static int lossy_ping(struct lossy *l)
{
	const struct job *job = l->job;
	uint64_t sequence = job->first;
	uint64_t start = clock_ns();
	unsigned silence = 0;
	int r = 0;

	l->slice->begin_ns = start;
	for (uint32_t i = 0; i < job->count; i++) {
		for (uint32_t k = 0; k < job->batch; k++, sequence++) {
			r = lossy_put(l, sequence);
			if (r == 0)
				r = lossy_await(l, sequence);
			silence = r == 0 ? 0 : silence + 1;
			if (silence == SILENCE)
				return -ETIMEDOUT;
			if (r < 0 && r != -EAGAIN)
				return r;
		}
		loop_sample(job, i, &start);
	}
	l->slice->end_ns = start;
	r = l->next < l->end ? lossy_part(l) : 0;
	l->slice->lost += l->end - l->next;
	if (r < 0 || job->echoed) /* an echo service would return the farewell */
		return r;
	return lossy_put_mark(l, FAREWELL(l->end));
}

/* Replies to what comes. */
static int lossy_echo(struct lossy *l)
{
	uint64_t due = l->job->first;
	int r = 0;

	while (r == 0) {
		uint64_t number;
		const int came = lossy_take(l, due, l->end, &number);

		if (came != MESSAGE) {
			r = lossy_attend(l, came, number);
			continue;
		}
		busy_steps(l->job->delay);
		r = lossy_put(l, number);
		if (number >= due)
			due = number + 1;
		if (due == l->end)
			l->done_ns = clock_ns();
	}
	return r < 0 ? r : 0;
}

static int lossy_source(struct lossy *l)
{
	int r = 0;

	l->slice->begin_ns = clock_ns();
	for (uint64_t sequence = l->job->first; sequence < l->end; sequence++) {
		r = lossy_put(l, sequence);
		if (r < 0)
			return r;
	}
	r = lossy_part(l);
	l->slice->end_ns = clock_ns();
	return r < 0 ? r : lossy_put_mark(l, FAREWELL(l->end));
}

static int lossy_sink(struct lossy *l)
{
	const bool numbered = l->ch->size >= NUMBERED_SIZE;
	int r = 0;

	l->compares = l->compares && numbered;
	l->slice->end_ns = 0;
	while (r == 0) {
		uint64_t number;
		const int came =
			lossy_take(l, l->next, numbered ? l->end : UINT64_MAX, &number);

		if (came != MESSAGE) {
			r = lossy_attend(l, came, number);
			continue;
		}
		if (!numbered)
			number = l->next < l->end ? l->next : l->end - 1;
		lossy_note(l, number);
		if (number >= l->job->first)
			l->slice->end_ns = clock_ns();
	}
	if (l->slice->end_ns == 0)
		l->slice->end_ns = clock_ns();
	l->slice->lost += l->end - l->next;
	return r < 0 ? r : 0;
}

int lossy_run(struct channel *ch, const struct job *job, struct slice *slice,
	      lossy_send_fn *send, lossy_recv_fn *recv)
{
	const bool client = ch->side == CLIENT;
	struct lossy l = {
		.ch = ch,
		.job = job,
		.slice = slice,
		.send = send,
		.recv = recv,
		.end = job_end(job),
		.sender = client ? loop_replier(job) : CLIENT,
		.compares = job->touch == TOUCH_FULL,
		.next = job->first,
		.seen = UINT64_MAX,
	};

	slice->lost = slice->reordered = 0;
	if (job->pattern == STREAM)
		return client ? lossy_source(&l) : lossy_sink(&l);
	return client ? lossy_ping(&l) : lossy_echo(&l);
}

int lossy_recv_one(struct channel *ch, lossy_recv_fn *recv)
{
	int n;

	do
		n = recv(ch);
	while (n == -EAGAIN);
	return n < 0 ? n : channel_came(ch, (size_t)n);
}
