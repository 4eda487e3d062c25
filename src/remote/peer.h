/* SPDX-License-Identifier: MIT */
/*
 * Where the servers are that are not on this side: an agent's, which a command starts
 * anew for each pair, or an echo service that is there already.
 */
#pragma once

#include "hosts.h"
#include "remote/agent.h"

enum { PEER_WORDS = 64, PEER_COMMAND_SIZE = 1024, PEER_MESSAGE_SIZE = 320 };

struct peer {
	const char *argv[PEER_WORDS]; /* the agent's; none: an echo service */
	char words[PEER_COMMAND_SIZE];
	struct meeting meeting; /* but for the token, and an agent's port */
	const char *family;	/* of the address: "ipv4" or "ipv6" */
	struct hello hello;
	char conditions[160]; /* of the agent's machine, as in struct host */
};

/* The variant of a mechanism that goes with the peer's address, or its default. */
const char *peer_variant(const struct peer *peer, const struct mechanism *m);

/*
 * Finds an echo service, HOST:PORT, or the agent that a command starts, and tries it;
 * address is where its host is reached, NULL if the agent knows.  Return 0, -EINTR, or
 * -EINVAL and a line of text in message.
 */
int peer_find_service(const char *service, struct peer *ret,
		      char message[static PEER_MESSAGE_SIZE]);
int peer_find_agent(struct supervisor *sv, const char *command, const char *address,
		    struct peer *ret, char message[static PEER_MESSAGE_SIZE]);
