/* SPDX-License-Identifier: MIT */
/*
 * Connected pairs of Unix domain sockets, made in each of the three ways:
 *
 *	socketpair	no name; for processes that inherit its ends or are sent them
 *	path		a name in a file system, for any process that its mode lets in;
 *			stays until it is unlinked
 *	abstract	a name in the network namespace, for every process in there,
 *			whatever its user; gone with the socket
 *
 * Once connected they are the same.
 */
#pragma once

#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "common/fd.h"
#include "common/names.h"
#include "common/socket.h"
#include "mechanism.h"

static const char *const unix_socket_variants[] = {"socketpair", "path", "abstract",
						   NULL};

/* What is under way is charged to the sender, so only its buffer counts. */
#define UNIX_SOCKET_BUFFER_KNOB                                                          \
	SOCKET_BUFFER_KNOB("setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &(int){VALUE}, "       \
			   "sizeof(int)) where one sends")

/* Of the sockets that keep message boundaries. */
static const struct knob unix_socket_knobs[] = {UNIX_SOCKET_BUFFER_KNOB, {0}};

/* Makes a path for a socket, to be undone by unix_socket_forget(). */
static inline int unix_socket_path(struct channel *ch, struct sockaddr_un *address)
{
	char path[NAME_PATH_SIZE];
	int r = name_make_path(ch, path);

	if (r < 0)
		return r;
	if (strlen(path) >= sizeof(address->sun_path)) {
		name_forget_path(path);
		ch->limit = "sun_path";
		return -ENAMETOOLONG;
	}
	strcpy(address->sun_path, path);
	return 0;
}

/* Makes an address that nobody has, to be undone by unix_socket_forget(). */
static inline int unix_socket_name(struct channel *ch, struct sockaddr_un *address,
				   socklen_t *length)
{
	*address = (struct sockaddr_un){.sun_family = AF_UNIX};
	*length = sizeof(*address);
	if (strcmp(ch->variant, "abstract") != 0)
		return unix_socket_path(ch, address);
	*length = offsetof(struct sockaddr_un, sun_path) + NAME_SIZE;
	return name_make(address->sun_path + 1);
}

static inline void unix_socket_forget(struct sockaddr_un *address)
{
	if (address->sun_path[0] != '\0')
		name_forget_path(address->sun_path);
}

/* Connects the socket `from` to the socket `to`, by a name that `to` has meanwhile. */
static inline int unix_socket_connect(struct channel *ch, int type, int from, int to)
{
	struct sockaddr_un address;
	socklen_t length;
	int r = unix_socket_name(ch, &address, &length);

	if (r < 0)
		return r;
	if (bind(to, (struct sockaddr *)&address, length) < 0 ||
	    (type != SOCK_DGRAM && listen(to, 1) < 0) ||
	    connect(from, (struct sockaddr *)&address, length) < 0)
		r = -errno;
	unix_socket_forget(&address);
	return r;
}

/* Accepts connections until one is this process's own: every process on the machine can
 * see and use abstract names. */
static inline int unix_socket_accept(int listener, int *fd)
{
	struct ucred peer;
	socklen_t length = sizeof(peer);

	for (;;) {
		*fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		if (*fd < 0 ||
		    getsockopt(*fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) < 0)
			return -errno;
		if (peer.pid == getpid())
			return 0;
		fd_close(fd);
	}
}

/* Datagram sockets are connected from each side, as neither listens. */
static inline int unix_socket_pair(struct channel *ch, int type, int ends[SIDE_COUNT])
{
	int named, r;

	if (strcmp(ch->variant, "socketpair") == 0)
		return socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends) < 0 ? -errno : 0;
	ends[CLIENT] = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
	named = ends[CLIENT] < 0 ? -1 : socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
	if (named < 0)
		return -errno;
	r = unix_socket_connect(ch, type, ends[CLIENT], named);
	if (type == SOCK_DGRAM) {
		ends[SERVER] = named;
		return r < 0 ? r : unix_socket_connect(ch, type, named, ends[CLIENT]);
	}
	if (r == 0)
		r = unix_socket_accept(named, &ends[SERVER]);
	fd_close(&named);
	return r;
}

/* Makes a pair as ch->variant says, with buffers as ch->buffer says.  The state begins
 * with a struct fd_state. */
static inline int unix_socket_create(struct channel *ch, int type)
{
	struct fd_state *st = ch->state;
	int r = unix_socket_pair(ch, type, st->in);

	fd_both_ways(st);
	return r < 0 ? r : socket_size_buffers(ch, st->in);
}
