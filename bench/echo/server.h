/* SPDX-License-Identifier: MIT */
/*
 * What the parts of the echo server share: one thread, one epoll instance, and for
 * each descriptor that is watched what to do when it is ready.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "endpoint.h"

/* The largest message of a datagram or seqpacket socket; streams read less at once. */
#define MESSAGE_MAX (256 * 1024)
#define STREAM_READ (64 * 1024)

struct server;
struct watch;

/* The descriptor is ready: do what can be done without waiting. */
typedef void ready_fn(struct server *server, struct watch *watch);

/* The first member of all that is watched. */
struct watch {
	int fd;
	ready_fn *ready;
};

struct server {
	int epoll;
	struct listener *listeners; /* a list */
	struct session *sessions;   /* a list */
	size_t session_count;
	size_t held; /* bytes of all sessions that wait for their readers */
	bool full;   /* no descriptors left: nobody is accepted */
	bool stopping;
	unsigned ticks;	  /* seconds since then */
	uint64_t dropped; /* datagrams that could not be sent back */
	char buffer[MESSAGE_MAX];
};

/* Watches a descriptor for EPOLLIN, EPOLLOUT; 0 for neither.  0 or -1 and errno. */
int server_watch(struct server *server, struct watch *watch, uint32_t events);
int server_watch_else(struct server *server, struct watch *watch, uint32_t events);

/* A socket that answers at an address (listener.c): a stream's accepts sessions, a
 * datagram socket sends back itself.  Prints the address, with the port it was given.
 * NULL and errno if that cannot be. */
struct listener *listener_open(struct server *server, const struct endpoint *at);

/* Accepts again, or not, after there were no descriptors left. */
void listeners_accept(struct server *server, bool accept);

/* Closes all, and removes their paths; clients and datagrams that have come before are
 * served. */
void listeners_close(struct server *server);

/* One client of a stream or seqpacket socket (session.c).  Takes the descriptor. */
void session_open(struct server *server, int fd, int type);

/* Tells the clients that have been quiet since the last call that nothing more will be
 * sent; the others are served on.  A session ends with its client. */
void sessions_drain(struct server *server);
void sessions_close(struct server *server);
