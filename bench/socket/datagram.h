/* SPDX-License-Identifier: MIT */
/*
 * For connected sockets that keep message boundaries: one call sends a message,
 * one receives it, whole or not at all.  A buffer too small for a message would
 * cut it short in silence; MSG_TRUNC makes recv() say how long it was.
 */
#pragma once

#include <stdlib.h>
#include <sys/socket.h>

#include "common/fd.h"
#include "common/socket.h"
#include "lossy.h"

static inline int datagram_send(struct channel *ch)
{
	const struct fd_state *st = ch->state;
	int r = 0;

	while (r == 0 && send(st->out[ch->side], ch->out, ch->size, 0) < 0)
		r = call_retry(ch);
	return r;
}

static inline int datagram_recv(struct channel *ch)
{
	const struct fd_state *st = ch->state;
	ssize_t n;
	int r = 0;

	do {
		n = recv(st->in[ch->side], ch->in, ch->size, MSG_TRUNC);
		if (n < 0)
			r = call_retry(ch);
	} while (n < 0 && r == 0);
	if (r < 0 || n == (ssize_t)ch->size)
		return r;
	return n == 0 ? -EPIPE : -EBADMSG;
}

/* The same for sockets that lose messages, as lossy.h has it. */
static inline int datagram_put(struct channel *ch, size_t size)
{
	const struct fd_state *st = ch->state;
	int r = 0;

	while (r == 0 && send(st->out[ch->side], ch->out, size, 0) < 0)
		r = call_retry(ch);
	return r;
}

static inline int datagram_take(struct channel *ch)
{
	const struct fd_state *st = ch->state;
	ssize_t n;

	do
		n = recv(st->in[ch->side], ch->in, LOSSY_ROOM(ch->size), MSG_TRUNC);
	while (n < 0 && errno == EINTR);
	if (n >= 0)
		return (int)n;
	if (errno == EAGAIN && ch->wait == WAIT_YIELD)
		sched_yield();
	return -errno;
}

/* recv() gives up after a while, which costs no further system call. */
static inline int datagram_attach_lossy(struct channel *ch)
{
	const struct fd_state *st = ch->state;
	const int r = fd_attach(ch);

	return r < 0 ? r : socket_limit_wait(st->in[ch->side], LOSSY_LOOK_NS / 1000);
}

/* Throws away what has been received, also what came from someone else while the
 * socket was not connected yet. */
static inline void datagram_drain(int fd)
{
	char byte;

	while (recv(fd, &byte, sizeof(byte), MSG_DONTWAIT) >= 0)
		;
}

/* Tries whether a message goes through: the largest is a little less than
 * SO_SNDBUF, and the kernel must find the memory in few pieces. */
static inline int datagram_probe(struct channel *ch)
{
	const struct fd_state *st = ch->state;
	void *message = calloc(1, ch->size);
	ssize_t n;
	int r;

	if (!message)
		return -ENOMEM;
	n = send(st->out[CLIENT], message, ch->size, MSG_DONTWAIT);
	r = n < 0 ? -errno : 0;
	free(message);
	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		datagram_drain(st->in[side]);
	if (r == -EMSGSIZE || r == -ENOBUFS)
		ch->limit = "SO_SNDBUF";
	return r == -ENOBUFS ? -EMSGSIZE : r;
}
