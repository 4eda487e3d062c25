/* SPDX-License-Identifier: MIT */
/*
 * A TCP connection between sides on two hosts.  The first thing on it is the client's
 * token: whoever connects and has none is turned away, after a moment if it is silent.
 */
#pragma once

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "fd.h"
#include "socket.h"

#define TCP_HOSTS_BACKLOG 16
#define TCP_HOSTS_MOMENT_S 2

union tcp_hosts_address {
	struct sockaddr any;
	struct sockaddr_in v4; /* the port is at the same place in both */
	struct sockaddr_in6 v6;
};

/* Reads the meeting's address, which must be one of the variant's. */
static inline int tcp_hosts_resolve(struct channel *ch, const struct meeting *m,
				    union tcp_hosts_address *ret)
{
	const struct addrinfo hints = {
		.ai_family = strcmp(ch->variant, "ipv6") == 0 ? AF_INET6 : AF_INET,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICHOST,
	};
	struct addrinfo *found;

	if (getaddrinfo(m->address, NULL, &hints, &found) != 0) {
		ch->limit = "address-family";
		return -EAFNOSUPPORT;
	}
	memset(ret, 0, sizeof(*ret));
	memcpy(ret, found->ai_addr, found->ai_addrlen);
	ret->v4.sin_port = htons(m->port);
	freeaddrinfo(found);
	return 0;
}

static inline int tcp_hosts_socket(struct channel *ch, const struct meeting *m, int *fd,
				   union tcp_hosts_address *address)
{
	const int one = 1;
	int r = tcp_hosts_resolve(ch, m, address);

	if (r < 0)
		return r;
	*fd = socket(address->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (*fd < 0 || setsockopt(*fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)) < 0)
		return -errno;
	return socket_ask_buffer(ch, *fd);
}

/* Where addresses are translated on the way this host does not have the one that
 * clients use, and listens at all it has. */
static inline int tcp_hosts_bind(int fd, union tcp_hosts_address *address)
{
	const socklen_t length = sizeof(*address);

	if (bind(fd, &address->any, length) == 0)
		return 0;
	if (errno != EADDRNOTAVAIL)
		return -errno;
	if (address->any.sa_family == AF_INET6)
		address->v6.sin6_addr = in6addr_any;
	else
		address->v4.sin_addr.s_addr = htonl(INADDR_ANY);
	return bind(fd, &address->any, length) < 0 ? -errno : 0;
}

/* The listener stands where the client's end would: attach() closes that. */
static inline int tcp_hosts_listen(struct channel *ch, struct meeting *m)
{
	struct fd_state *st = ch->state;
	int *listener = &st->in[CLIENT];
	union tcp_hosts_address address;
	socklen_t length = sizeof(address);
	int r = tcp_hosts_socket(ch, m, listener, &address);

	if (r == 0)
		r = tcp_hosts_bind(*listener, &address);
	if (r < 0)
		return r;
	if (listen(*listener, TCP_HOSTS_BACKLOG) < 0 ||
	    getsockname(*listener, &address.any, &length) < 0)
		return -errno;
	m->port = ntohs(address.v4.sin_port);
	return socket_store_buffer(ch, *listener, SO_SNDBUF);
}

/* Whether the one at the other end of fd knows the token. */
static inline bool tcp_hosts_knows(int fd, const struct meeting *m)
{
	struct timeval moment = {.tv_sec = TCP_HOSTS_MOMENT_S};
	unsigned char token[MEETING_TOKEN_SIZE];
	bool knows =
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &moment, sizeof(moment)) == 0 &&
		recv(fd, token, sizeof(token), MSG_WAITALL) == sizeof(token) &&
		memcmp(token, m->token, sizeof(token)) == 0;

	moment.tv_sec = 0;
	return knows &&
	       setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &moment, sizeof(moment)) == 0;
}

static inline int tcp_hosts_accept(struct channel *ch, struct meeting *m)
{
	struct fd_state *st = ch->state;
	int fd;

	for (;;) {
		fd = accept4(st->in[CLIENT], NULL, NULL, SOCK_CLOEXEC);
		if (fd < 0 && errno != ECONNABORTED && errno != EINTR)
			return -errno;
		if (fd < 0)
			continue;
		if (tcp_hosts_knows(fd, m))
			break;
		m->refused++;
		fd_close(&fd);
	}
	st->in[SERVER] = st->out[SERVER] = fd;
	return socket_store_buffer(ch, fd, SO_SNDBUF);
}

static inline int tcp_hosts_connect(struct channel *ch, struct meeting *m)
{
	struct fd_state *st = ch->state;
	union tcp_hosts_address address;
	int r = tcp_hosts_socket(ch, m, &st->in[CLIENT], &address);

	if (r < 0)
		return r;
	st->out[CLIENT] = st->in[CLIENT];
	if (connect(st->in[CLIENT], &address.any, sizeof(address)) < 0)
		return -errno;
	if (!m->stranger && send(st->in[CLIENT], m->token, sizeof(m->token),
				 MSG_NOSIGNAL) != sizeof(m->token))
		return -EPIPE;
	return socket_store_buffer(ch, st->in[CLIENT], SO_SNDBUF);
}

static const struct hosts tcp_hosts = {
	.listen = tcp_hosts_listen,
	.accept = tcp_hosts_accept,
	.connect = tcp_hosts_connect,
};
