/* SPDX-License-Identifier: MIT */
/*
 * Where the servers are if they are not this program's: with an agent, which a command
 * starts anew for each pair, or an echo service that runs already.
 */
#pragma once

#include "hosts.h"
#include "machine/host.h"
#include "options/value.h"
#include "remote/agent.h"

enum { PEER_WORDS = 64, PEER_COMMAND_SIZE = 1024 };

struct peer {
	const char *argv[PEER_WORDS]; /* the agent's; none: an echo service */
	char words[PEER_COMMAND_SIZE];
	struct meeting meeting; /* all but the token, and the port of an agent's server */
	const char *family;	/* of the address: "ipv4" or "ipv6" */
	struct hello hello;
	char conditions[HOST_CONDITIONS_SIZE]; /* of the agent's machine */
};

/* Looks up an echo service, HOST:PORT.  If the host has several addresses, it takes the
 * first at which somebody accepts TCP connections, else the first.  The variants that the
 * user asked for may leave addresses of one family only.  Returns 0, or -EINVAL and a
 * line of text. */
int peer_find_service(const char *service, const struct text_words *variants,
		      struct peer *ret, char message[static AGENT_MESSAGE_SIZE]);

/* Tries the agent that a command starts.  Its host is reached at @address or, if that is
 * NULL, where the agent says; at the first of its addresses that go with the variants.
 * Returns as agent_try() does. */
int peer_find_agent(struct supervisor *sv, const char *command, const char *address,
		    const struct text_words *variants, struct peer *ret,
		    char message[static AGENT_MESSAGE_SIZE]);

/* The variant of a mechanism for the peer's address, or its default. */
const char *peer_variant(const struct peer *peer, const struct mechanism *m);

/* The kind of pair in which other programs take part: for cases with an agent or a peer.
 */
extern const struct pair_kind pair_remote;
