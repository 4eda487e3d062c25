/* SPDX-License-Identifier: MIT */
/*
 * The measured loops of mechanisms that may lose messages, or let one overtake another:
 * loss is counted, never hidden.  Unlike those of loop.h they call send and recv by
 * pointer, which is a thousandth of what a datagram costs.
 *
 * A message carries its number even where it is not touched, in its first 8 bytes; the
 * number of a smaller message is known modulo 256^size.  A client that has waited 100 ms
 * for a reply goes on with the next message: the sample shows the wait, and an old reply
 * that comes later is not taken for the new one.  The sender of a stream never waits; its
 * receiver reads the clock after each message (a fiftieth of what a datagram costs), so
 * that the time ends with the last message that came, whichever it was.
 *
 * A client that cannot know whether its last message has arrived sends a mark, which is
 * none of the slice's messages, until the mark comes back.  Then it sends another mark,
 * its farewell.  The server returns marks until the farewell comes or there is silence,
 * because what it returns may be lost as well.
 */
#pragma once

#include "job.h"

/* Passes on the first size bytes at out.  0 or -errno. */
typedef int lossy_send_fn(struct channel *ch, size_t size);

/* Stores what comes at in, at most LOSSY_ROOM(ch->size) bytes of it, and returns how
 * many bytes it had; -EAGAIN if nothing comes for about LOSSY_LOOK_NS, or at once if the
 * side does not block; or -errno. */
typedef int lossy_recv_fn(struct channel *ch);

#define LOSSY_LOOK_NS 1000000u
#define LOSSY_ROOM(size) ((size) > 16 ? (size) : 16u)

/* One side's slice, as loop_run(); there is no paced one. */
int lossy_run(struct channel *ch, const struct job *job, struct slice *slice,
	      lossy_send_fn *send, lossy_recv_fn *recv);

/* Waits for one message, unchecked. */
int lossy_recv_one(struct channel *ch, lossy_recv_fn *recv);

/* Makes `loops` of a lossy mechanism's send and recv. */
#define MECHANISM_LOSSY_LOOPS(send, recv) MECHANISM_LOSSY_LOOPS_NAMED(loops, send, recv)

#define MECHANISM_LOSSY_LOOPS_NAMED(name, send, recv)                                    \
	static int name##_run(struct channel *ch, const struct job *job,                 \
			      struct slice *slice)                                       \
	{                                                                                \
		return lossy_run(ch, job, slice, send, recv);                            \
	}                                                                                \
	static int name##_send(struct channel *ch)                                       \
	{                                                                                \
		return send(ch, ch->size);                                               \
	}                                                                                \
	static int name##_recv(struct channel *ch)                                       \
	{                                                                                \
		return lossy_recv_one(ch, recv);                                         \
	}                                                                                \
	static const struct loops name = {name##_run, name##_send, name##_recv}
