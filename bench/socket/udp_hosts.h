/* SPDX-License-Identifier: MIT */
/*
 * UDP between two hosts.  The client sends its token to the server's listener, again and
 * again, until that answers with the port of a socket which hears only this client.  The
 * client returns the answer, once.  The listener answers until it gets that, or until it
 * hears no more of the client.  So whatever is lost of this is sent again; and what comes
 * late does not come among the messages, which have a socket of their own.
 */
#pragma once

#include "socket/datagram.h"
#include "socket/inet.h"

#define UDP_HOSTS_AGAIN_US 20000  /* the client waits for an answer */
#define UDP_HOSTS_QUIET_US 500000 /* of silence: the client knows, or is gone */

struct udp_hosts_answer {
	unsigned char token[MEETING_TOKEN_SIZE];
	in_port_t port; /* in network byte order */
};

/* The length of a datagram has 16 bits, as has that of the IPv4 packet around it. */
static inline int udp_hosts_check_size(struct channel *ch)
{
	const size_t headers = inet_is_v6(ch) ? 8 : 8 + 20;

	if (ch->size <= UINT16_MAX - headers)
		return 0;
	ch->limit = "udp-datagram";
	return -EMSGSIZE;
}

/* Opens a socket, and stores the meeting's address. */
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
 * size; -EAGAIN if the socket's wait is limited and over. */
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

/* Opens the server's socket for one client, beside the listener, at a port of its own. */
static inline int udp_hosts_open_beside(struct channel *ch, int listener,
					const union address *client, int *fd,
					in_port_t *port)
{
	union address own;
	socklen_t length = sizeof(own);
	int r = inet_open(ch, SOCK_DGRAM, fd);

	if (r == 0 && getsockname(listener, &own.any, &length) < 0)
		r = -errno;
	if (r < 0)
		return r;
	own.v4.sin_port = 0;
	r = connection_bind(*fd, &own);
	if (r == 0)
		r = connection_connect(*fd, client);
	datagram_drain(*fd);
	*port = own.v4.sin_port;
	return r;
}

/* Answers until the client has heard it. */
static inline int udp_hosts_answer_client(int listener, struct meeting *m, in_port_t port)
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
	int *fd = &st->in[SERVER];
	struct udp_hosts_answer heard;
	union address client;
	in_port_t port;
	int r = udp_hosts_hear(listener, m, &heard, &client);

	if (r < 0)
		return r;
	r = udp_hosts_open_beside(ch, listener, &client, fd, &port);
	st->out[SERVER] = *fd;
	if (r == 0)
		r = connection_connect(listener, &client);
	if (r == 0)
		r = socket_limit_wait(listener, UDP_HOSTS_QUIET_US);
	if (r == 0)
		r = udp_hosts_answer_client(listener, m, port);
	return r < 0 ? r : socket_store_buffer(ch, *fd, SO_RCVBUF);
}

/* Sends the token until there is an answer, and returns that to its sender. */
static inline int udp_hosts_ask(int fd, struct meeting *m, in_port_t *port)
{
	struct udp_hosts_answer answer;
	union address from;
	int r = socket_limit_wait(fd, UDP_HOSTS_AGAIN_US);

	if (r < 0)
		return r;
	do {
		if (send(fd, m->token, sizeof(m->token), 0) < 0)
			return -errno;
		r = udp_hosts_hear(fd, m, &answer, &from);
	} while (r == -EAGAIN || r == sizeof(m->token));
	if (r < 0)
		return r;
	*port = answer.port;
	return send(fd, &answer, sizeof(answer), 0) < 0 ? -errno : 0;
}

static inline int udp_hosts_connect(struct channel *ch, struct meeting *m)
{
	struct fd_state *st = ch->state;
	int *fd = &st->in[CLIENT];
	union address address;
	int r = udp_hosts_open(ch, m, fd, &address);

	st->out[CLIENT] = *fd;
	if (r == 0)
		r = connection_connect(*fd, &address);
	if (r == 0 && !m->tokenless) {
		r = udp_hosts_ask(*fd, m, &address.v4.sin_port);
		if (r == 0)
			r = connection_connect(*fd, &address);
		datagram_drain(*fd);
	}
	return r < 0 ? r : socket_store_buffer(ch, *fd, SO_RCVBUF);
}

static const struct hosts udp_hosts = {
	.listen = udp_hosts_listen,
	.accept = udp_hosts_accept,
	.connect = udp_hosts_connect,
};
