/* SPDX-License-Identifier: MIT */
/*
 * What the harness asks of the loops, and what they answer.  The author of a mechanism
 * needs nothing of this: MECHANISM_LOOPS() in loop.h makes the loops.
 */
#pragma once

#include "mechanism.h"

/* ROUND_TRIP: a message there, one back.  STREAM: messages one way, the clock stopped
 * at the receiver.  PACED: messages one way, each sent when it is due, its time taken
 * from when it was due. */
enum pattern { ROUND_TRIP, STREAM, PACED, PATTERN_COUNT };

/* TOUCH_FULL: every byte of every message is written by its sender, and read and
 * compared by its receiver.  TOUCH_NONE: the bytes are left alone. */
enum touch { TOUCH_FULL, TOUCH_NONE, TOUCH_COUNT };

/* What both sides are to do in one slice. */
struct job {
	enum pattern pattern;
	enum touch touch;
	bool echoed;	/* the server is an echo service: it returns what it gets */
	uint64_t first; /* sequence number of the first message */
	uint32_t count; /* samples */
	uint32_t batch; /* messages, or round trips, per sample; 1 if paced */
	uint32_t delay; /* the server's before each reply, in steps of busy_steps() */

	/* Of a paced slice. */
	uint64_t start_ns; /* when the first message is due */
	uint64_t rate;	   /* messages per second */
	bool sleeps;	   /* the client sleeps until the next is due; else it spins */

	/* Where to record: arrays of count. */
	uint32_t *sample_ns;  /* client of a round trip: ns per batch; server of a paced
			       * slice: from when a message was due until it came */
	uint32_t *late_ns;    /* client of a paced slice: from when a message was due
			       * until it began to build and send it ... */
	uint32_t *blocked_ns; /* ... and how long that took */
};

/* A message that was not the one due. */
struct wrong {
	uint64_t number;    /* its sequence number */
	uint64_t size, due; /* how many bytes it had, and should have had */
	uint64_t offset;    /* the first byte that differs, if it had as many */
};

/* What came of it on one side. */
struct slice {
	uint64_t begin_ns; /* client: just before the first message, or when it was due */

	/* After the last message: at the client of a round trip, at the server
	 * otherwise.  At the client of a lossy stream, too: when it has heard that the
	 * server is done. */
	uint64_t end_ns;

	struct wrong wrong; /* with -EBADMSG */

	/* Of a lossy mechanism, where the client of a round trip or the server of a
	 * stream counts them: messages that did not come in this slice, and those that
	 * came twice or after a later one. */
	uint64_t lost, reordered;
};

/* A mechanism's loops, as MECHANISM_LOOPS() makes them. */
struct loops {
	/* Does ch->side's part of the job: 0, -EBADMSG if a message was not the one due,
	 * or what send() or recv() returned. */
	int (*run)(struct channel *ch, const struct job *job, struct slice *slice);

	/* Pass and wait for one message, unchecked. */
	int (*send)(struct channel *ch), (*recv)(struct channel *ch);
};

/* The number after that of the last message. */
static inline uint64_t job_end(const struct job *job)
{
	return job->first + (uint64_t)job->count * job->batch;
}

/* When message i of a paced slice is due: no rounding adds up. */
static inline uint64_t job_due_ns(const struct job *job, uint64_t i)
{
	return job->start_ns + i * 1000000000u / job->rate;
}

/* Keeps the CPU busy for a time that grows with steps. */
static inline void busy_steps(uint32_t steps)
{
	for (uint32_t i = 0; i < steps; i++)
		__asm__ volatile("" : "+r"(i));
}
