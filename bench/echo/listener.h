/* SPDX-License-Identifier: MIT */
/*
 * Sockets that answer at an address.  Those of streams accept clients, those of datagrams
 * send back what they receive.
 */
#pragma once

#include "endpoint.h"
#include "server.h"

/* Opens a socket at an address and prints the address, with the port it was given.
 * Returns 0, or -1 and errno. */
int listener_open(struct server *server, const struct endpoint *at);

/* Accepts clients, or none: then they wait in the kernel. */
void listeners_accept(struct server *server, bool accept);

/* Serves the clients and datagrams that have arrived, closes all listeners, and removes
 * their paths. */
void listeners_close(struct server *server);
