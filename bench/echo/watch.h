/* SPDX-License-Identifier: MIT */
/*
 * A descriptor that the server watches with epoll, and what to do when it is ready.
 */
#pragma once

#include <stdint.h>

struct server;
struct watch;

/* Called when the descriptor is ready.  It does what can be done without waiting. */
typedef void ready_fn(struct server *server, struct watch *watch);

/* The first member of everything that is watched. */
struct watch {
	int fd;
	ready_fn *ready;
};

/* Begin to watch a descriptor for events, EPOLLIN or EPOLLOUT, or watch it for other
 * ones, 0 meaning none.  Both return 0, or -1 and errno. */
int watch_add(int epoll, struct watch *watch, uint32_t events);
int watch_change(int epoll, struct watch *watch, uint32_t events);
