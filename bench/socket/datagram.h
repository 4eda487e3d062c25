/* SPDX-License-Identifier: MIT */
/*
 * For connected sockets that keep message boundaries: one call sends a message, one call
 * receives it, whole or not at all.  A buffer that is too small for a message would cut
 * it short in silence; MSG_TRUNC makes recv() say how long the message was.
 */
#pragma once

#include <stdlib.h>
#include <sys/socket.h>

#include "common/fd.h"
#include "common/socket.h"
#include "lossy.h"

/* Sends the first size bytes at out; also the send() of lossy.h. */
static inline int datagram_put(struct channel *ch, size_t size)
{
	const struct fd_state *st = ch->state;

	return UNTIL_DONE(ch, send(st->out[ch->side], ch->out, size, 0));
}

static inline int datagram_send(struct channel *ch)
{
	return datagram_put(ch, ch->size);
}

static inline int datagram_recv(struct channel *ch)
{
	const struct fd_state *st = ch->state;
	const int fd = st->in[ch->side];
	ssize_t n;
	int r = UNTIL_DONE(ch, n = recv(fd, ch->in, ch->size, MSG_TRUNC));

	if (r < 0 || n == 0)
		return r < 0 ? r : -EPIPE;
	return channel_came(ch, (size_t)n);
}

/* The recv() of lossy.h. */
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

/* Has recv() give up after a while, which costs no further system call. */
static inline int datagram_attach_lossy(struct channel *ch)
{
	const struct fd_state *st = ch->state;
	const int r = fd_attach(ch);

	return r < 0 ? r : socket_limit_wait(st->in[ch->side], LOSSY_LOOK_NS / 1000);
}

/* Throws away what has come, such as what others sent before the socket was connected. */
static inline void datagram_drain(int fd)
{
	char byte;

	while (recv(fd, &byte, sizeof(byte), MSG_DONTWAIT) >= 0)
		;
}

/* Tries whether a message goes through: the largest is a little smaller than SO_SNDBUF,
 * and the kernel must find the memory for it in few pieces. */
static inline int datagram_probe(struct channel *ch)
{
	const struct fd_state *st = ch->state;
	void *message = calloc(1, ch->size);
	int r;

	if (!message)
		return -ENOMEM;
	r = send(st->out[CLIENT], message, ch->size, MSG_DONTWAIT) < 0 ? -errno : 0;
	free(message);
	datagram_drain(st->in[CLIENT]);
	datagram_drain(st->in[SERVER]);
	if (r == -EMSGSIZE || r == -ENOBUFS)
		ch->limit = "SO_SNDBUF";
	return r == -ENOBUFS ? -EMSGSIZE : r;
}
