/* SPDX-License-Identifier: MIT */
/*
 * Where sides on two hosts meet: an address and a port of the server's.
 */
#pragma once

#include <netdb.h>

#include "socket/inet.h"

/* Reads the meeting's address, which must be one of the variant's. */
static inline int hosts_resolve(struct channel *ch, const struct meeting *m,
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

/* Gives the socket the address, and stores what it got.  Where addresses are translated
 * on the way this host does not have the one that clients use, and takes what comes to
 * any it has. */
static inline int hosts_bind(int fd, union address *address)
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
