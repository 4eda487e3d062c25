/* SPDX-License-Identifier: MIT */
/*
 * Clients of stream and seqpacket sockets.
 */
#pragma once

#include "server.h"

/* Serves the client at the other end of @fd, which it takes over; @type is SOCK_STREAM or
 * SOCK_SEQPACKET.  A session ends when its client hangs up. */
void session_open(struct server *server, int fd, int type);

/* Tells clients that have been quiet since the last call that nothing more will be sent.
 * The others are served on. */
void sessions_drain(struct server *server);

void sessions_close(struct server *server);
