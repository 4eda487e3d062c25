/* SPDX-License-Identifier: MIT */
/*
 * For mechanisms whose sides read and write descriptors.  Each side has one to read and
 * one to write; those of a socket are the same.  0 means "not open": the harness sees to
 * it that standard input is.
 */
#pragma once

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "common/retry.h"
#include "mechanism.h"

struct fd_state {
	int in[SIDE_COUNT];
	int out[SIDE_COUNT];
};

/* The knob of mechanisms that send with fd_send(). */
#define FD_CHUNK_KNOB                                                                    \
	{                                                                                \
		.setting = SET_CHUNK, .least = 4096, .most = 1024 * 1024, .factor = 4,   \
		.bad = 512, .how = "write() at most VALUE bytes at a time",              \
	}

/* Writes the whole message, a chunk at a time; a write may take only a part of it. */
static inline int fd_send(struct channel *ch)
{
	const struct fd_state *st = ch->state;
	const size_t chunk = ch->chunk ? ch->chunk : ch->size;
	const char *at = ch->out;
	const char *end = at + ch->size;

	while (at < end) {
		const size_t left = (size_t)(end - at);
		const size_t part = left < chunk ? left : chunk;
		ssize_t n;
		int r = UNTIL_DONE(ch, n = write(st->out[ch->side], at, part));

		if (r < 0)
			return r;
		at += n;
	}
	return 0;
}

/* Reads until the message is whole; -EPIPE if the peer has closed its end. */
static inline int fd_recv(struct channel *ch)
{
	const struct fd_state *st = ch->state;
	char *at = ch->in;
	const char *end = at + ch->size;

	while (at < end) {
		const size_t left = (size_t)(end - at);
		ssize_t n;
		int r = UNTIL_DONE(ch, n = read(st->in[ch->side], at, left));

		if (r < 0 || n == 0)
			return r < 0 ? r : -EPIPE;
		at += n;
	}
	return 0;
}

static inline void fd_close(int *fd)
{
	if (*fd > 0)
		close(*fd);
	*fd = 0;
}

/* Has each side write the descriptor that it reads. */
static inline void fd_both_ways(struct fd_state *st)
{
	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		st->out[side] = st->in[side];
}

static inline void fd_close_side(struct fd_state *st, enum side side)
{
	if (st->in[side] == st->out[side])
		st->in[side] = 0;
	fd_close(&st->in[side]);
	fd_close(&st->out[side]);
}

static inline int fd_set_nonblocking(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	return flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0 ? -errno : 0;
}

/* Leaves a side only its own ends, so that it notices when the other dies. */
static inline int fd_attach(struct channel *ch)
{
	struct fd_state *st = ch->state;
	int r;

	fd_close_side(st, side_peer(ch->side));
	if (ch->wait == WAIT_BLOCK)
		return 0;
	r = fd_set_nonblocking(st->in[ch->side]);
	return r < 0 ? r : fd_set_nonblocking(st->out[ch->side]);
}

static inline void fd_destroy(struct channel *ch)
{
	fd_close_side(ch->state, CLIENT);
	fd_close_side(ch->state, SERVER);
}
