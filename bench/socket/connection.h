/* SPDX-License-Identifier: MIT */
/*
 * Sockets that have addresses, and how two of them are connected within one process.
 */
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
/* It wants the above first. */
#include <linux/vm_sockets.h>

#include "common/fd.h"

union address {
	struct sockaddr any;
	struct sockaddr_in v4; /* the port is at the same place in v4 and v6 */
	struct sockaddr_in6 v6;
	struct sockaddr_vm vm;
};

/* Opens a socket, and sets what must be set before it is connected. */
typedef int connection_open_fn(struct channel *ch, int *fd);

static inline uint32_t address_port(const union address *address)
{
	return address->any.sa_family == AF_VSOCK ? address->vm.svm_port
						  : address->v4.sin_port;
}

/* Binds the socket to the address, and stores that with the port it got. */
static inline int connection_bind(int fd, union address *address)
{
	socklen_t length = sizeof(*address);

	if (bind(fd, &address->any, length) < 0 ||
	    getsockname(fd, &address->any, &length) < 0)
		return -errno;
	return 0;
}

static inline int connection_connect(int fd, const union address *address)
{
	return connect(fd, &address->any, sizeof(*address)) < 0 ? -errno : 0;
}

/* Accepts connections until one is from the socket `client`: the port is open to every
 * process on the machine. */
static inline int connection_accept(int listener, int client, int *fd)
{
	union address wanted, found;
	socklen_t length = sizeof(wanted);

	if (getsockname(client, &wanted.any, &length) < 0)
		return -errno;
	for (;;) {
		length = sizeof(found);
		*fd = accept4(listener, &found.any, &length, SOCK_CLOEXEC);
		if (*fd < 0)
			return -errno;
		if (address_port(&found) == address_port(&wanted))
			return 0;
		fd_close(fd);
	}
}

static inline int connection_meet(struct channel *ch, connection_open_fn *open,
				  int listener, union address *address,
				  int ends[SIDE_COUNT])
{
	int r = connection_bind(listener, address);

	if (r == 0 && listen(listener, 1) < 0)
		r = -errno;
	if (r == 0)
		r = open(ch, &ends[CLIENT]);
	if (r == 0)
		r = connection_connect(ends[CLIENT], address);
	return r < 0 ? r : connection_accept(listener, ends[CLIENT], &ends[SERVER]);
}

/* Connects both sides by way of a listener at the address, any port, whose options the
 * accepted socket inherits.  The state begins with a struct fd_state. */
static inline int connection_create(struct channel *ch, connection_open_fn *open,
				    union address address)
{
	struct fd_state *st = ch->state;
	int listener;
	int r = open(ch, &listener);

	if (r == 0)
		r = connection_meet(ch, open, listener, &address, st->in);
	fd_close(&listener);
	fd_both_ways(st);
	return r;
}
