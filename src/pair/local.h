/* SPDX-License-Identifier: MIT */
/*
 * The processes of a pair that this program starts: both sides, or just one of them, if
 * the other is on another host.
 */
#pragma once

#include "pair/kind.h"
#include "socket/hosts.h"

/* Both sides. */
extern const struct pair_kind pair_local;

/*
 * Starts one side; the mechanism's struct hosts brings it together with the other.
 * Stores in the meeting the port, if the side is a server.  Returns as pair_open() does;
 * pair_close() ends it.
 */
int local_open_side(struct supervisor *sv, const struct ipc_case *c, enum side side,
		    unsigned padding, struct meeting *meeting, struct pair **ret,
		    struct failure *failure);

/* Waits until the sides have met.  Then pair_granted() and, of a server, pair_refused()
 * are known. */
int local_attach(struct supervisor *sv, struct pair *pair, struct failure *failure);

/*
 * The two parts of pair_run().  For one side, times are the client's, and a stream ends
 * with the server's acknowledgement of the last byte; the usage of the absent side is
 * NaN; and of a stream the server knows what was lost, else the client.
 */
void local_start(struct pair *pair, uint32_t count, uint32_t batch);
int local_finish(struct supervisor *sv, struct pair *pair, struct outcome *ret,
		 struct failure *failure);

/* The process of a side that is here. */
pid_t local_process(const struct pair *pair, enum side side);
