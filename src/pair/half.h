/* SPDX-License-Identifier: MIT */
/*
 * One side of a pair, whose other side is somewhere else: the mechanism's struct hosts
 * brings them together.  Otherwise as in pair.h; pair_close() ends it.
 */
#pragma once

#include "pair/pair.h"
#include "socket/hosts.h"

/* Starts the side, and stores in the meeting the port if it is a server.  */
int half_open(struct supervisor *sv, const struct ipc_case *c, enum side side,
	      unsigned padding, struct meeting *meeting, struct pair **ret,
	      struct failure *failure);

/* Waits until the sides have met.  Then pair_granted() and, of a server, pair_refused()
 * are known. */
int half_attach(struct supervisor *sv, struct pair *pair, struct failure *failure);

/* The two parts of pair_run().  Times are the client's: a stream ends with the server's
 * acknowledgement of the last byte.  What the other side has used is not a number, and
 * what it has lost is 0: of a stream the server knows what has come, else the client. */
void half_start(struct pair *pair, uint32_t count, uint32_t batch);
int half_finish(struct supervisor *sv, struct pair *pair, struct outcome *ret,
		struct failure *failure);
