/* SPDX-License-Identifier: MIT */
/*
 * UDP between sides on two hosts.  The client knocks with its token until the server's
 * listener answers with the port of a socket that hears this client only; the client
 * returns that answer, once, and the listener, which stays as long as there is knocking,
 * need stay no longer.  So whatever is lost of this is sent again, and what comes late
 * does not come among the messages, which have sockets of their own.
 */
#pragma once

#include "socket/datagram.h"
#include "socket/inet.h"

#define UDP_HOSTS_KNOCK_US 20000  /* between two knocks */
#define UDP_HOSTS_QUIET_US 500000 /* then the client is in, or gone */

struct udp_hosts_answer {
	unsigned char token[MEETING_TOKEN_SIZE];
	in_port_t port; /* in network byte order */
};

/* 16 bits tell the length of a datagram, and in IPv4 also of the packet around it. */
static inline int udp_hosts_check_size(struct channel *ch)
{
	const size_t headers = inet_is_v6(ch) ? 8 : 8 + 20;

	if (ch->size <= UINT16_MAX - headers)
		return 0;
	ch->limit = "udp-datagram";
	return -EMSGSIZE;
}

/* Opens a socket for the meeting, and tells its address. */
static inline int udp_hosts_open(struct channel *ch, const struct meeting *m, int *fd,
				 union address *address)
{
	int r = inet_resolve(ch, m, address);

	if (r == 0)
		r = udp_hosts_check_size(ch);
	return r < 0 ? r : inet_open(ch, SOCK_DGRAM, fd);
}

static inline int udp_hosts_listen(struct channel *ch, struct meeting *m)
{
	struct fd_state *st = ch->state;
	int *listener = &st->in[CLIENT];
	union address address;
	int r = udp_hosts_open(ch, m, listener, &address);

	if (r == 0)
		r = inet_bind(*listener, &address);
	if (r < 0)
		return r;
	m->port = ntohs(address.v4.sin_port);
	return socket_store_buffer(ch, *listener, SO_RCVBUF);
}

/* Waits for a datagram that begins with the token, and counts the others.  Returns its
 * size, or -EAGAIN if there is a limit to the waiting. */
static inline int udp_hosts_hear(int fd, struct meeting *m,
				 struct udp_hosts_answer *answer, union address *from)
{
	for (;;) {
		socklen_t length = sizeof(*from);
		const ssize_t n = recvfrom(fd, answer, sizeof(*answer), MSG_TRUNC,
					   &from->any, &length);

		if (n < 0 && errno != EINTR)
			return -errno;
		if ((n == sizeof(m->token) || n == sizeof(*answer)) &&
		    memcmp(answer->token, m->token, sizeof(m->token)) == 0)
			return (int)n;
		m->refused += n >= 0;
	}
}

/* Answers until the client has heard. */
static inline int udp_hosts_let_in(int listener, struct meeting *m, in_port_t port)
{
	struct udp_hosts_answer answer = {.port = port}, heard;
	union address from;
	int r;

	memcpy(answer.token, m->token, sizeof(answer.token));
	do {
		if (send(listener, &answer, sizeof(answer), 0) < 0)
			return -errno;
		r = udp_hosts_hear(listener, m, &heard, &from);
	} while (r == sizeof(m->token));
	return r < 0 && r != -EAGAIN ? r : 0;
}

static inline int udp_hosts_accept(struct channel *ch, struct meeting *m)
{
	struct fd_state *st = ch->state;
	const int listener = st->in[CLIENT];
	struct udp_hosts_answer knock;
	union address client, own;
	socklen_t length = sizeof(own);
	int fd = 0;
	int r = udp_hosts_hear(listener, m, &knock, &client);

	if (r >= 0)
		r = inet_open(ch, SOCK_DGRAM, &fd);
	st->in[SERVER] = st->out[SERVER] = fd;
	if (r == 0 && getsockname(listener, &own.any, &length) < 0)
		r = -errno;
	own.v4.sin_port = 0;
	if (r == 0)
		r = connection_bind(fd, &own);
	if (r == 0)
		r = connection_connect(fd, &client);
	datagram_drain(fd);
	if (r == 0)
		r = connection_connect(listener, &client);
	if (r == 0)
		r = socket_limit_wait(listener, UDP_HOSTS_QUIET_US);
	if (r == 0)
		r = udp_hosts_let_in(listener, m, own.v4.sin_port);
	return r < 0 ? r : socket_store_buffer(ch, fd, SO_RCVBUF);
}

/* Knocks until there is an answer, and returns it. */
static inline int udp_hosts_knock(int fd, struct meeting *m,
				  struct udp_hosts_answer *answer)
{
	union address from;
	int r = socket_limit_wait(fd, UDP_HOSTS_KNOCK_US);

	if (r < 0)
		return r;
	do {
		if (send(fd, m->token, sizeof(m->token), 0) < 0)
			return -errno;
		r = udp_hosts_hear(fd, m, answer, &from);
	} while (r == -EAGAIN || r == sizeof(m->token));
	return r < 0 || send(fd, answer, sizeof(*answer), 0) >= 0 ? r : -errno;
}

static inline int udp_hosts_connect(struct channel *ch, struct meeting *m)
{
	struct fd_state *st = ch->state;
	struct udp_hosts_answer answer;
	union address address;
	int r = udp_hosts_open(ch, m, &st->in[CLIENT], &address);
	const int fd = st->out[CLIENT] = st->in[CLIENT];

	if (r == 0)
		r = connection_connect(fd, &address);
	if (r == 0 && !m->tokenless) {
		r = udp_hosts_knock(fd, m, &answer);
		address.v4.sin_port = answer.port;
		if (r >= 0)
			r = connection_connect(fd, &address);
		datagram_drain(fd);
	}
	return r < 0 ? r : socket_store_buffer(ch, fd, SO_RCVBUF);
}

static const struct hosts udp_hosts = {
	.listen = udp_hosts_listen,
	.accept = udp_hosts_accept,
	.connect = udp_hosts_connect,
};
