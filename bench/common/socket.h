/* SPDX-License-Identifier: MIT */
/*
 * What sockets of all kinds have in common.
 */
#pragma once

#include <errno.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "mechanism.h"

/* The bad buffer is less than the kernel's least. */
#define SOCKET_BUFFER_KNOB(text)                                                         \
	{                                                                                \
		.setting = SET_BUFFER, .least = 8192, .most = 16 * 1024 * 1024,          \
		.factor = 2, .bad = 2048, .limit = "net.core.wmem_max", .how = (text),   \
	}

/* Asks for ch->buffer bytes in both directions of the socket fd, if any were asked for.
 * TCP wants that before it connects or listens. */
static inline int socket_ask_buffer(const struct channel *ch, int fd)
{
	const int size = ch->buffer < INT32_MAX ? (int)ch->buffer : INT32_MAX;

	if (ch->buffer == 0)
		return 0;
	if (setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size)) < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size)) < 0)
		return -errno;
	return 0;
}

/* Limits how long a receiving call waits before it fails with EAGAIN; 0: for ever. */
static inline int socket_limit_wait(int fd, unsigned us)
{
	const struct timeval limit = {.tv_sec = us / 1000000, .tv_usec = us % 1000000};
	const int r = setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));

	return r < 0 ? -errno : 0;
}

/* Stores the buffer that fd was granted.  `which` is SO_SNDBUF or SO_RCVBUF, whichever
 * bounds what is under way.  The kernel doubles what it is asked for, and silently caps
 * it at net.core.wmem_max or rmem_max. */
static inline int socket_store_buffer(struct channel *ch, int fd, int which)
{
	int size;
	socklen_t length = sizeof(size);

	if (getsockopt(fd, SOL_SOCKET, which, &size, &length) < 0)
		return -errno;
	ch->buffer = (size_t)size;
	return 0;
}

/* Asks and stores for a pair of sockets that are connected already. */
static inline int socket_size_buffers(struct channel *ch, const int ends[SIDE_COUNT])
{
	int r = socket_ask_buffer(ch, ends[CLIENT]);

	if (r == 0)
		r = socket_ask_buffer(ch, ends[SERVER]);
	return r < 0 ? r : socket_store_buffer(ch, ends[CLIENT], SO_SNDBUF);
}
