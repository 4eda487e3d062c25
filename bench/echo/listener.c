/* SPDX-License-Identifier: MIT */
#include "server.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define BACKLOG 4096 /* net.core.somaxconn may be less */
#define TURN 64	     /* clients or datagrams before other sockets have their turn */

struct listener {
	struct watch watch;
	/* Serves one waiting client or datagram; returns whether there may be another. */
	bool (*serve)(struct server *server, const struct listener *l);
	struct endpoint at;
	struct listener *next;
};

void listeners_accept(struct server *server, bool accept)
{
	server->full = !accept;
	server->full_at = server->session_count;
	for (struct listener *l = server->listeners; l; l = l->next)
		if (l->at.type != SOCK_DGRAM)
			watch_set(server, EPOLL_CTL_MOD, &l->watch, accept ? EPOLLIN : 0);
}

static bool listener_accept(struct server *server, const struct listener *l)
{
	const int one = 1;
	const int fd = accept4(l->watch.fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd < 0 &&
	    (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS)) {
		listeners_accept(server, false);
		return false;
	}
	if (fd < 0) /* other errors are those of a client that hung up before */
		return errno != EAGAIN && errno != EWOULDBLOCK;

	/* Nagle's algorithm would hold a reply back until more can be sent with it. */
	if (l->at.address.ss_family != AF_UNIX)
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	session_open(server, fd, l->at.type);
	return true;
}

/* Whether this may be another echo service: two of them would answer each other for ever.
 * Services have ports below 1024, which IPv6 addresses hold where IPv4 ones do. */
static bool is_service(const struct sockaddr_storage *from)
{
	return from->ss_family != AF_UNIX &&
	       ntohs(((const struct sockaddr_in *)from)->sin_port) < 1024;
}

/* Without a connection, every datagram says where it comes from, and is sent back there.
 * One that cannot be sent at once is dropped, as a network would drop it. */
static bool listener_return(struct server *server, const struct listener *l)
{
	struct sockaddr_storage from;
	socklen_t length = sizeof(from);
	const ssize_t n = recvfrom(l->watch.fd, server->buffer, MESSAGE_MAX, MSG_TRUNC,
				   (struct sockaddr *)&from, &length);

	if (n < 0) /* other errors, such as ECONNREFUSED, are those of an earlier one */
		return errno != EAGAIN && errno != EWOULDBLOCK;
	if (n > MESSAGE_MAX || length == 0 || is_service(&from) ||
	    sendto(l->watch.fd, server->buffer, (size_t)n, MSG_NOSIGNAL,
		   (struct sockaddr *)&from, length) < 0)
		server->dropped++;
	return true;
}

static void listener_ready(struct server *server, struct watch *watch)
{
	const struct listener *l = (struct listener *)watch;

	for (int turn = 0; turn < TURN && l->serve(server, l); turn++)
		;
}

/* Only the owner may use a path. */
static int bind_private(int fd, const struct endpoint *at)
{
	const mode_t before = umask(077);
	const int r = bind(fd, (const struct sockaddr *)&at->address, at->length);

	umask(before);
	return r;
}

static int listener_socket(struct endpoint *at)
{
	const int one = 1;
	const int fd =
		socket(at->address.ss_family, at->type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	socklen_t length = sizeof(at->address);
	int error;

	if (fd < 0)
		return -1;

	/* Old connections linger after a server has ended; they do not block this one. */
	if (at->address.ss_family != AF_UNIX && at->type == SOCK_STREAM)
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (at->address.ss_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof(one));
	/* Instead of port 0 the kernel chooses one, which getsockname() tells. */
	if (bind_private(fd, at) == 0 &&
	    (at->type == SOCK_DGRAM || listen(fd, BACKLOG) == 0) &&
	    getsockname(fd, (struct sockaddr *)&at->address, &length) == 0) {
		at->length = length;
		return fd;
	}
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

int listener_open(struct server *server, const struct endpoint *at)
{
	struct listener *l = calloc(1, sizeof(*l));
	char text[ENDPOINT_TEXT];

	if (!l)
		return -1;
	l->at = *at;
	l->serve = at->type == SOCK_DGRAM ? listener_return : listener_accept;
	l->watch.ready = listener_ready;
	l->watch.fd = listener_socket(&l->at);
	if (l->watch.fd < 0) {
		free(l);
		return -1;
	}
	l->next = server->listeners;
	server->listeners = l;
	if (watch_set(server, EPOLL_CTL_ADD, &l->watch, EPOLLIN) < 0)
		return -1;
	printf("%s\n", endpoint_format(&l->at, text));
	fflush(stdout);
	return 0;
}

void listeners_close(struct server *server)
{
	while (server->listeners) {
		struct listener *l = server->listeners;

		server->listeners = l->next;
		if (endpoint_path(&l->at))
			unlink(endpoint_path(&l->at));
		/* Clients in the queue are connected already, and closing would reset
		 * them.  The queue holds no more than this; later ones might keep coming
		 * for ever. */
		for (int i = 0; i <= BACKLOG && l->serve(server, l); i++)
			;
		close(l->watch.fd);
		free(l);
	}
}
