/* SPDX-License-Identifier: MIT */
/*
 * What the parts of the echo server share: one thread with one epoll instance, the
 * descriptors that it watches, sockets that answer at an address, and their clients.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>

#include "endpoint.h"

/* The longest message of a datagram or seqpacket socket; streams read less at a time. */
#define MESSAGE_MAX (256 * 1024)

struct server {
	int epoll;
	struct listener *listeners; /* a list, empty once the server is stopping */
	struct session *sessions;   /* a list */
	size_t session_count;
	size_t held;	  /* bytes that all sessions hold for clients that do not read */
	bool full;	  /* descriptors ran out: no client is accepted for now */
	size_t full_at;	  /* how many sessions there were then */
	uint64_t dropped; /* datagrams that could not be sent back */
	unsigned seconds; /* since it is stopping */
	char buffer[MESSAGE_MAX];
};

/* The first member of everything that is watched. */
struct watch {
	int fd;
	/* Called when the descriptor is ready.  Does what can be done without waiting. */
	void (*ready)(struct server *server, struct watch *watch);
};

/* Begins (EPOLL_CTL_ADD) to watch a descriptor for events, EPOLLIN or EPOLLOUT, or
 * watches it for others (EPOLL_CTL_MOD), 0 meaning none.  Returns 0, or -1 and errno. */
static inline int watch_set(struct server *server, int operation, struct watch *watch,
			    uint32_t events)
{
	struct epoll_event event = {.events = events, .data.ptr = watch};

	return epoll_ctl(server->epoll, operation, watch->fd, &event);
}

/* listener.c: sockets of streams accept clients, those of datagrams send back what they
 * receive.  Opens a socket at an address and prints the address, with the port it was
 * given.  Returns 0, or -1 and errno. */
int listener_open(struct server *server, const struct endpoint *at);

/* Accepts clients, or none: then they wait in the kernel. */
void listeners_accept(struct server *server, bool accept);

/* Serves the clients and datagrams that have arrived, closes all listeners, and removes
 * their paths. */
void listeners_close(struct server *server);

/* session.c: serves the client at the other end of @fd, which it takes over; @type is
 * SOCK_STREAM or SOCK_SEQPACKET.  A session ends when its client hangs up. */
void session_open(struct server *server, int fd, int type);

/* Tells clients that have been quiet since the last call that nothing more will be sent.
 * The others are served on. */
void sessions_drain(struct server *server);

void sessions_close(struct server *server);
