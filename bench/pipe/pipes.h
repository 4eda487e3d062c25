/* SPDX-License-Identifier: MIT */
/*
 * Pipes for both directions, and how much they hold.  They are read and written by the
 * functions of common/fd.h.
 */
#pragma once

#include "common/fd.h"

/* The bad buffer is one page, the smallest there is. */
static const struct knob pipe_knobs[] = {
	{
		.setting = SET_BUFFER,
		.least = 8192,
		.most = 16 * 1024 * 1024,
		.factor = 2,
		.bad = 4096,
		.limit = "fs.pipe-max-size",
		.how = "fcntl(fd, F_SETPIPE_SZ, VALUE)",
	},
	FD_CHUNK_KNOB,
	{0},
};

/* Asks for ch->buffer bytes of room in each direction, if any were asked for.  Stores
 * what the direction of a stream has: the kernel rounds up to a power of two of pages,
 * and gives a user who has many pipes less than usual. */
static inline int pipe_set_room(struct channel *ch)
{
	const struct fd_state *st = ch->state;
	int room;

	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		if (ch->buffer && fcntl(st->out[side], F_SETPIPE_SZ, ch->buffer) < 0) {
			ch->limit = "fs.pipe-max-size";
			return -errno;
		}
	room = fcntl(st->out[CLIENT], F_GETPIPE_SZ);
	if (room < 0)
		return -errno;
	ch->buffer = (size_t)room;
	return 0;
}

/* Makes a pipe for each direction. */
static inline int pipe_create(struct channel *ch)
{
	struct fd_state *st = ch->state;
	int ends[2];

	for (enum side side = CLIENT; side < SIDE_COUNT; side++) {
		if (pipe2(ends, O_CLOEXEC) < 0)
			return -errno;
		st->in[side_peer(side)] = ends[0];
		st->out[side] = ends[1];
	}
	return pipe_set_room(ch);
}
