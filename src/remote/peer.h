/* SPDX-License-Identifier: MIT */
/*
 * Where the servers are that are not on this side: an agent's, which a command starts
 * anew for each pair, or an echo service that is there already.
 */
#pragma once

#include "figures/trial.h"
#include "options/options.h"
#include "remote/agent.h"
#include "socket/hosts.h"

enum { PEER_WORDS = 64, PEER_COMMAND_SIZE = 1024 };

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

/* Whether a trial has failed because the peer can no longer be reached. */
bool peer_is_lost(const struct trial *t);

/*
 * Finds what --peer and --address, or --connect, stand for, and tries the agent.
 * Returns 0, -EINTR, or -EINVAL and a line of text, of OPTIONS_MESSAGE_SIZE.
 */
int peer_find(struct supervisor *sv, const struct options *o, struct peer *ret,
	      char *message);
