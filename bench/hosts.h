/* SPDX-License-Identifier: MIT */
/*
 * How a mechanism reaches other hosts, where no keeper makes both ends.
 */
#pragma once

#include "mechanism.h"

enum { MEETING_ADDRESS_SIZE = 64, MEETING_TOKEN_SIZE = 16 };

/* Where the two sides find each other. */
struct meeting {
	char address[MEETING_ADDRESS_SIZE]; /* of the server, numeric */
	uint16_t port;
	bool tokenless; /* the server is an echo service, which asks for no token */

	/* What a client shows to be accepted; nobody else knows it. */
	unsigned char token[MEETING_TOKEN_SIZE];

	/* Connections, or datagrams, that accept() refused for want of the token. */
	uint64_t refused;
};

/*
 * Instead of create() the server listens, before it is forked, and stores the port.
 * Then, before attach(), the server accepts and the client connects; both may take for
 * ever, as the supervisor has a deadline.  All of them store the buffer that was
 * granted, and destroy() undoes them.
 */
struct hosts {
	int (*listen)(struct channel *ch, struct meeting *m);
	int (*accept)(struct channel *ch, struct meeting *m);
	int (*connect)(struct channel *ch, struct meeting *m);
};
