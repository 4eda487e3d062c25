/* SPDX-License-Identifier: MIT */
/*
 * A TCP connection over the loopback interface.
 */
#pragma once

#include <netinet/tcp.h>

#include "fd.h"
#include "inet.h"

/* Without TCP_NODELAY a small message can wait 40 ms for the acknowledgement of the
 * one before.  An accepted socket inherits what its listener has. */
static inline int tcp_open(struct channel *ch, int *fd)
{
	const int one = 1;
	int r = inet_open(ch, SOCK_STREAM, fd);

	if (r == 0 && setsockopt(*fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)) < 0)
		r = -errno;
	return r;
}

static inline int tcp_listen(struct channel *ch, int listener,
			     union inet_address *address)
{
	int r = inet_bind(ch, listener, address);

	return r == 0 && listen(listener, 1) < 0 ? -errno : r;
}

/* Accepts connections until it is the one from client: the port is open to every
 * process on the machine. */
static inline int tcp_accept(int listener, int client, int *fd)
{
	union inet_address wanted, found;
	socklen_t length = sizeof(wanted);

	if (getsockname(client, &wanted.any, &length) < 0)
		return -errno;
	for (;;) {
		length = sizeof(found);
		*fd = accept4(listener, &found.any, &length, SOCK_CLOEXEC);
		if (*fd < 0)
			return -errno;
		if (found.v4.sin_port == wanted.v4.sin_port)
			return 0;
		fd_close(fd);
	}
}

static inline int tcp_connect(struct channel *ch, int listener, int ends[SIDE_COUNT])
{
	union inet_address address;
	int r = tcp_listen(ch, listener, &address);

	if (r == 0)
		r = tcp_open(ch, &ends[CLIENT]);
	if (r == 0)
		r = inet_connect(ch, ends[CLIENT], &address);
	return r < 0 ? r : tcp_accept(listener, ends[CLIENT], &ends[SERVER]);
}

/* Connects both sides.  The state begins with a struct fd_state. */
static inline int tcp_create(struct channel *ch)
{
	struct fd_state *st = ch->state;
	int ends[SIDE_COUNT] = {0};
	int listener;
	int r = tcp_open(ch, &listener);

	if (r == 0)
		r = tcp_connect(ch, listener, ends);
	fd_close(&listener);
	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		st->in[side] = st->out[side] = ends[side];
	return r < 0 ? r : socket_store_buffer(ch, ends[CLIENT], SO_SNDBUF);
}
