/* SPDX-License-Identifier: MIT */
/*
 * The processes of a pair that this program starts: both sides, or just one of them, if
 * the other is on another host.
 */
#pragma once

#include "hosts.h"
#include "pair/kind.h"

/* Both sides. */
extern const struct pair_kind pair_local;

/*
 * Starts one side, which the mechanism's struct hosts brings together with the other.
 * If it is the server, stores its port in the meeting.  Returns as pair_open() does.
 */
int local_open_side(struct supervisor *sv, const struct ipc_case *c, enum side side,
		    unsigned padding, struct meeting *meeting, struct pair **ret,
		    struct failure *failure);

/* Waits until the sides have met.  Then pair->granted is known, and pair->refused if
 * the side is the server. */
int local_attach(struct supervisor *sv, struct pair *pair, struct failure *failure);

/*
 * The two parts of pair_run().  If only one side is here, the usage of the other is NaN.
 * The client knows the times, and its stream ends when the server has acknowledged the
 * last byte; the server knows what a stream has lost.
 */
void local_start(struct pair *pair, uint32_t count, uint32_t batch);
int local_finish(struct supervisor *sv, struct pair *pair, struct outcome *ret,
		 struct failure *failure);

/* The process of a side that is here. */
pid_t local_process(const struct pair *pair, enum side side);
