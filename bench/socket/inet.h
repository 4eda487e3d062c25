/* SPDX-License-Identifier: MIT */
/*
 * Internet sockets, IPv4 or IPv6: on the loopback interface, or between two hosts.
 */
#pragma once

#include <netdb.h>
#include <netinet/tcp.h>
#include <string.h>

#include "common/socket.h"
#include "hosts.h"
#include "socket/connection.h"

static const char *const inet_variants[] = {"ipv4", "ipv6", NULL};

static inline bool inet_is_v6(const struct channel *ch)
{
	return strcmp(ch->variant, "ipv6") == 0;
}

/* The loopback interface, any port. */
static inline union address inet_loopback(const struct channel *ch)
{
	union address address = {0};

	if (inet_is_v6(ch)) {
		address.v6.sin6_family = AF_INET6;
		address.v6.sin6_addr = in6addr_loopback;
	} else {
		address.v4.sin_family = AF_INET;
		address.v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	}
	return address;
}

/* Opens a socket with the buffers asked for. */
static inline int inet_open(struct channel *ch, int type, int *fd)
{
	*fd = socket(inet_is_v6(ch) ? AF_INET6 : AF_INET, type | SOCK_CLOEXEC, 0);
	return *fd < 0 ? -errno : socket_ask_buffer(ch, *fd);
}

/* Passes on what create() has come to, as a refusal if the loopback interface is down or
 * has no such address, or if the kernel has no IPv6. */
static inline int inet_refuse(struct channel *ch, int r)
{
	if (r != -EAFNOSUPPORT && r != -EADDRNOTAVAIL && r != -ENETUNREACH)
		return r;
	ch->limit = inet_is_v6(ch) ? "ipv6-on-loopback" : "ipv4-on-loopback";
	return -EAFNOSUPPORT;
}

/* Reads the meeting's address, which must be one of the variant's. */
static inline int inet_resolve(struct channel *ch, const struct meeting *m,
			       union address *ret)
{
	const struct addrinfo hints = {
		.ai_family = inet_is_v6(ch) ? AF_INET6 : AF_INET,
		.ai_socktype = SOCK_STREAM, /* any one: each address is then found once */
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

/* Binds the socket to the address, and stores what it got.  Where addresses are
 * translated on the way, this host does not have the one that clients use; then it takes
 * what comes to any of its own. */
static inline int inet_bind(int fd, union address *address)
{
	int r = connection_bind(fd, address);

	if (r != -EADDRNOTAVAIL)
		return r;
	if (address->any.sa_family == AF_INET6)
		address->v6.sin6_addr = in6addr_any;
	else
		address->v4.sin_addr.s_addr = htonl(INADDR_ANY);
	return connection_bind(fd, address);
}

/* By default the buffers grow by themselves, up to net.ipv4.tcp_wmem and tcp_rmem. */
#define TCP_BUFFER_KNOB                                                                  \
	SOCKET_BUFFER_KNOB("setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &(int){VALUE}, "       \
			   "sizeof(int)) and SO_RCVBUF before connect() and listen()")

/* Without TCP_NODELAY a small message can wait 40 ms for the acknowledgement of the one
 * before it. */
static inline int tcp_open(struct channel *ch, int *fd)
{
	const int one = 1;
	int r = inet_open(ch, SOCK_STREAM, fd);

	if (r == 0 && setsockopt(*fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)) < 0)
		r = -errno;
	return r;
}

/* Connects both sides by TCP.  The state begins with a struct fd_state. */
static inline int tcp_create(struct channel *ch)
{
	struct fd_state *st = ch->state;
	int r = connection_create(ch, tcp_open, inet_loopback(ch));

	if (r == 0)
		r = socket_store_buffer(ch, st->out[CLIENT], SO_SNDBUF);
	return inet_refuse(ch, r);
}
