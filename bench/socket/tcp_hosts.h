/* SPDX-License-Identifier: MIT */
/*
 * A TCP connection between two hosts.  The first thing on it is the client's token: a
 * connection without it is turned away, after a moment if nothing comes.
 */
#pragma once

#include "socket/inet.h"

#define TCP_HOSTS_BACKLOG 16
#define TCP_HOSTS_MOMENT_US 2000000

/* Keeps the listener where the client's end would be: attach() closes that. */
static inline int tcp_hosts_listen(struct channel *ch, struct meeting *m)
{
	struct fd_state *st = ch->state;
	int *listener = &st->in[CLIENT];
	union address address;
	int r = inet_resolve(ch, m, &address);

	if (r == 0)
		r = tcp_open(ch, listener);
	if (r == 0)
		r = inet_bind(*listener, &address);
	if (r < 0)
		return r;
	if (listen(*listener, TCP_HOSTS_BACKLOG) < 0)
		return -errno;
	m->port = ntohs(address.v4.sin_port);
	return socket_store_buffer(ch, *listener, SO_SNDBUF);
}

/* Whether the other end of fd shows the token. */
static inline bool tcp_hosts_shows(int fd, const struct meeting *m)
{
	unsigned char token[MEETING_TOKEN_SIZE];

	return socket_limit_wait(fd, TCP_HOSTS_MOMENT_US) == 0 &&
	       recv(fd, token, sizeof(token), MSG_WAITALL) == sizeof(token) &&
	       memcmp(token, m->token, sizeof(token)) == 0 &&
	       socket_limit_wait(fd, 0) == 0;
}

static inline int tcp_hosts_accept(struct channel *ch, struct meeting *m)
{
	struct fd_state *st = ch->state;
	int *fd = &st->in[SERVER];

	for (;;) {
		*fd = accept4(st->in[CLIENT], NULL, NULL, SOCK_CLOEXEC);
		if (*fd >= 0 && tcp_hosts_shows(*fd, m))
			break;
		if (*fd < 0 && errno != ECONNABORTED && errno != EINTR)
			return -errno;
		m->refused += *fd >= 0;
		fd_close(fd);
	}
	st->out[SERVER] = *fd;
	return socket_store_buffer(ch, *fd, SO_SNDBUF);
}

static inline int tcp_hosts_connect(struct channel *ch, struct meeting *m)
{
	struct fd_state *st = ch->state;
	int *fd = &st->in[CLIENT];
	union address address;
	int r = inet_resolve(ch, m, &address);

	if (r == 0)
		r = tcp_open(ch, fd);
	if (r == 0)
		r = connection_connect(*fd, &address);
	if (r < 0)
		return r;
	st->out[CLIENT] = *fd;
	if (!m->tokenless &&
	    send(*fd, m->token, sizeof(m->token), MSG_NOSIGNAL) != sizeof(m->token))
		return -EPIPE;
	return socket_store_buffer(ch, *fd, SO_SNDBUF);
}

static const struct hosts tcp_hosts = {
	.listen = tcp_hosts_listen,
	.accept = tcp_hosts_accept,
	.connect = tcp_hosts_connect,
};
