/* SPDX-License-Identifier: MIT */
/*
 * The path of a Unix socket at which the two sides of a messaging library meet.  Such a
 * library has threads, which a fork would lose, so each side makes its socket after the
 * fork: the server listens and says so, then the client connects.  Both know the path
 * beforehand, and it is removed when they are connected.
 */
#pragma once

#include <sys/eventfd.h>

#include "common/unix_socket.h"

#define IPC_PATH_SCHEME "ipc://"
#define IPC_PATH_URL_SIZE                                                                \
	(sizeof(IPC_PATH_SCHEME) + sizeof(((struct sockaddr_un *)NULL)->sun_path))

/* The state begins with one. */
struct ipc_path {
	struct sockaddr_un address; /* of which only the path is used */
	int listening;		    /* an eventfd that the server writes */
};

static inline int ipc_path_create(struct channel *ch)
{
	struct ipc_path *path = ch->state;

	path->listening = eventfd(0, EFD_CLOEXEC);
	return path->listening < 0 ? -errno : unix_socket_path(ch, &path->address);
}

/* Writes where to listen or connect; the client waits for the server to listen. */
static inline int ipc_path_url(struct channel *ch, char url[static IPC_PATH_URL_SIZE])
{
	const struct ipc_path *path = ch->state;
	eventfd_t value;

	strcpy(stpcpy(url, IPC_PATH_SCHEME), path->address.sun_path);
	if (ch->side == CLIENT && eventfd_read(path->listening, &value) < 0)
		return -errno;
	return 0;
}

/* To be called by the server when it listens, by the client when it is connected. */
static inline int ipc_path_ready(struct channel *ch)
{
	struct ipc_path *path = ch->state;

	if (ch->side == SERVER)
		return eventfd_write(path->listening, 1) < 0 ? -errno : 0;
	unix_socket_forget(&path->address);
	return 0;
}

static inline void ipc_path_destroy(struct channel *ch)
{
	struct ipc_path *path = ch->state;

	unix_socket_forget(&path->address);
	fd_close(&path->listening);
}
