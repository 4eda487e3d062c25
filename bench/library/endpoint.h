/* SPDX-License-Identifier: MIT */
/*
 * Where the two sides of a messaging library meet.  Such a library has threads, which a
 * fork would lose, so each side makes its socket after the fork: the server listens and
 * says so, then the client connects.  Both know the socket's path beforehand, and it is
 * removed when they are connected.
 */
#pragma once

#include <sys/eventfd.h>

#include "common/unix_socket.h"

#define ENDPOINT_SCHEME "ipc://"
#define ENDPOINT_URL_SIZE                                                                \
	(sizeof(ENDPOINT_SCHEME) + sizeof(((struct sockaddr_un *)NULL)->sun_path))

/* The state begins with one. */
struct endpoint {
	struct sockaddr_un address; /* of which only the path is used */
	int listening;		    /* an eventfd that the server writes */
};

static inline int endpoint_create(struct channel *ch)
{
	struct endpoint *ep = ch->state;

	ep->listening = eventfd(0, EFD_CLOEXEC);
	return ep->listening < 0 ? -errno : unix_socket_path(ch, &ep->address);
}

/* Writes where to listen or connect; the client waits for the server to listen. */
static inline int endpoint_url(struct channel *ch, char url[static ENDPOINT_URL_SIZE])
{
	const struct endpoint *ep = ch->state;
	eventfd_t value;

	strcpy(stpcpy(url, ENDPOINT_SCHEME), ep->address.sun_path);
	if (ch->side == CLIENT && eventfd_read(ep->listening, &value) < 0)
		return -errno;
	return 0;
}

/* To be called by the server when it listens, by the client when it is connected. */
static inline int endpoint_ready(struct channel *ch)
{
	struct endpoint *ep = ch->state;

	if (ch->side == SERVER)
		return eventfd_write(ep->listening, 1) < 0 ? -errno : 0;
	unix_socket_forget(&ep->address);
	return 0;
}

static inline void endpoint_destroy(struct channel *ch)
{
	struct endpoint *ep = ch->state;

	unix_socket_forget(&ep->address);
	fd_close(&ep->listening);
}
