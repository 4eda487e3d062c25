/* SPDX-License-Identifier: MIT */
/*
 * A descriptor that the server watches with epoll, and what to do when it is ready.
 */
#pragma once

#include <sys/epoll.h>

struct server;
struct watch;

/* Called when the descriptor is ready.  It does what can be done without waiting. */
typedef void ready_fn(struct server *server, struct watch *watch);

/* The first member of everything that is watched. */
struct watch {
	int fd;
	ready_fn *ready;
};

/* Begins (EPOLL_CTL_ADD) to watch a descriptor for events, EPOLLIN or EPOLLOUT, or
 * watches it for others (EPOLL_CTL_MOD), 0 meaning none.  Returns 0, or -1 and errno. */
static inline int watch_set(int epoll, int operation, struct watch *watch,
			    uint32_t events)
{
	struct epoll_event event = {.events = events, .data.ptr = watch};

	return epoll_ctl(epoll, operation, watch->fd, &event);
}
