/* SPDX-License-Identifier: MIT */
/*
 * For mechanisms whose two sides read and write descriptors.  Each side has
 * one to read and one to write, which for a socket are the same.  0 means "not
 * open": the harness sees to it that standard input is.
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

/* The knob of all that send with fd_send(). */
#define FD_CHUNK_KNOB                                                                    \
	{                                                                                \
		.setting = SET_CHUNK, .least = 4096, .most = 1024 * 1024, .factor = 4,   \
		.bad = 512, .how = "write() at most VALUE bytes at a time",              \
	}

/* Writes the whole message, a chunk at a time: a write may take only a part of it. */
static inline int fd_send(struct channel *ch)
{
	const struct fd_state *st = ch->state;
	const size_t chunk = ch->chunk ? ch->chunk : ch->size;
	const char *at = ch->out;
	const char *end = at + ch->size;

	while (at < end) {
		const size_t left = (size_t)(end - at);
		ssize_t n = write(st->out[ch->side], at, left < chunk ? left : chunk);

		if (n >= 0) {
			at += n;
			continue;
		}
		int r = call_retry(ch);
		if (r < 0)
			return r;
	}
	return 0;
}

/* Reads until the message is whole; -EPIPE if the peer closed its end. */
static inline int fd_recv(struct channel *ch)
{
	const struct fd_state *st = ch->state;
	char *at = ch->in;
	const char *end = at + ch->size;

	while (at < end) {
		ssize_t n = read(st->in[ch->side], at, (size_t)(end - at));

		if (n > 0) {
			at += n;
			continue;
		}
		int r = n == 0 ? -EPIPE : call_retry(ch);
		if (r < 0)
			return r;
	}
	return 0;
}

static inline void fd_close(int *fd)
{
	if (*fd > 0)
		close(*fd);
	*fd = 0;
}

/* Closes both ends of one side; its descriptors may be the same one. */
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

	if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0)
		return -errno;
	return 0;
}

/* Leaves a side its own ends only, so that it notices when the other dies. */
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

/* The bad buffer is one page, the smallest there is. */
static const struct knob fd_pipe_knobs[] = {
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

/* Asks for ch->buffer bytes of room in the pipe or FIFO fd, if any were asked
 * for, and stores what it has: the kernel rounds up to a power of two of pages,
 * and may have given a new pipe less than usual. */
static inline int fd_size_pipe(struct channel *ch, int fd)
{
	int size;

	if (ch->buffer > 0 && fcntl(fd, F_SETPIPE_SZ, ch->buffer) < 0) {
		ch->limit = "fs.pipe-max-size";
		return -errno;
	}
	size = fcntl(fd, F_GETPIPE_SZ);
	if (size < 0)
		return -errno;
	ch->buffer = (size_t)size;
	return 0;
}

/* Opens a pipe with as much room as was asked for. */
static inline int fd_open_pipe(struct channel *ch, int *in, int *out)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	*in = ends[0];
	*out = ends[1];
	return fd_size_pipe(ch, ends[1]);
}
