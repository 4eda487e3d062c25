/* SPDX-License-Identifier: MIT */
/*
 * Where an echo service is: a kind of socket and an address, written as one word.
 *
 *	tcp:PORT  tcp:HOST:PORT  tcp:[::1]:PORT		and the same with udp
 *	unix:PATH  unix-dgram:PATH  unix-seqpacket:PATH	PATH @NAME is abstract
 *
 * Without HOST it is 127.0.0.1: other hosts are only reached, or let in, when asked.
 */
#pragma once

#include <stdbool.h>
#include <sys/socket.h>

struct endpoint {
	int type;	    /* SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET */
	const char *scheme; /* "tcp" ...; static */
	struct sockaddr_storage address;
	socklen_t length;
};

#define ENDPOINT_TEXT 256

/* Reads such a word.  Returns 0, or -1 and why not, in a few words, in *why. */
int endpoint_parse(const char *word, struct endpoint *ret, const char **why);

/* The reverse, for people and scripts; returns text. */
const char *endpoint_format(const struct endpoint *e, char text[static ENDPOINT_TEXT]);

/* The path that a Unix socket has in the file system, or NULL. */
const char *endpoint_path(const struct endpoint *e);
