/* SPDX-License-Identifier: MIT */
/*
 * Where an echo service is: the kind of socket and its address, written as one word.
 *
 *	tcp:PORT  tcp:HOST:PORT  tcp:[::1]:PORT		and the same with udp
 *	unix:PATH  unix-dgram:PATH  unix-seqpacket:PATH	PATH @NAME is abstract
 *
 * HOST is 127.0.0.1 by default: other hosts are reached, or let in, only on request.
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
#define ENDPOINTS_MAX 8

/* Reads such a word.  Returns how many addresses it stands for, as a name may have
 * several: the best one first.  Or -1, and the reason in *why. */
int endpoint_parse(const char *word, struct endpoint ret[static ENDPOINTS_MAX],
		   const char **why);

/* Writes such a word and returns it. */
const char *endpoint_format(const struct endpoint *e, char text[static ENDPOINT_TEXT]);

/* The path that a Unix socket has in the file system, or NULL. */
const char *endpoint_path(const struct endpoint *e);
