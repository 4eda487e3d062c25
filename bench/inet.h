/* SPDX-License-Identifier: MIT */
/*
 * Internet sockets on the loopback interface, IPv4 or IPv6.
 */
#pragma once

#include <netinet/in.h>
#include <string.h>

#include "socket.h"

static const char *const inet_variants[] = {"ipv4", "ipv6", NULL};

union inet_address {
	struct sockaddr any;
	struct sockaddr_in v4; /* the port is at the same place in both */
	struct sockaddr_in6 v6;
};

/* The loopback interface, any port. */
static inline union inet_address inet_loopback(const struct channel *ch)
{
	union inet_address address = {0};

	if (strcmp(ch->variant, "ipv6") == 0) {
		address.v6.sin6_family = AF_INET6;
		address.v6.sin6_addr = in6addr_loopback;
	} else {
		address.v4.sin_family = AF_INET;
		address.v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	}
	return address;
}

/* What to return after a call on an address that failed: where the loopback interface
 * is down, or has no such address, or the kernel no IPv6, it is a refusal. */
static inline int inet_refuse(struct channel *ch)
{
	const int error = errno;

	if (error != EAFNOSUPPORT && error != EADDRNOTAVAIL && error != ENETUNREACH)
		return -error;
	ch->limit = strcmp(ch->variant, "ipv6") == 0 ? "ipv6-on-loopback"
						     : "ipv4-on-loopback";
	return -EAFNOSUPPORT;
}

/* Opens a socket with the buffers asked for. */
static inline int inet_open(struct channel *ch, int type, int *fd)
{
	*fd = socket(inet_loopback(ch).any.sa_family, type | SOCK_CLOEXEC, 0);
	return *fd < 0 ? inet_refuse(ch) : socket_ask_buffer(ch, *fd);
}

/* Gives the socket the loopback address and a port that is free, and stores both. */
static inline int inet_bind(struct channel *ch, int fd, union inet_address *address)
{
	socklen_t length = sizeof(*address);

	*address = inet_loopback(ch);
	if (bind(fd, &address->any, length) < 0)
		return inet_refuse(ch);
	return getsockname(fd, &address->any, &length) < 0 ? -errno : 0;
}

static inline int inet_connect(struct channel *ch, int fd,
			       const union inet_address *address)
{
	return connect(fd, &address->any, sizeof(*address)) < 0 ? inet_refuse(ch) : 0;
}
