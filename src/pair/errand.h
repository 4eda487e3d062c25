/* SPDX-License-Identifier: MIT */
/*
 * What the two sides of a pair do for a probe, instead of measuring.
 */
#pragma once

#include <stdatomic.h>

#include "mechanism.h"

/* What the sides tell the supervisor, also when they are stuck.  Shared memory. */
struct board {
	_Atomic uint64_t sent;	   /* send() has returned so often */
	_Atomic uint64_t received; /* recv() has */
	int error;		   /* what the last recv() returned */
	uint64_t most;		   /* messages to send at most */
};

/* As loop_fn. */
typedef int probe_fn(struct channel *ch, struct board *board);

struct probe {
	probe_fn *run[SIDE_COUNT];
	struct board *board;
};

/* The client sends and sends, the server does nothing. */
int probe_flood(struct channel *ch, struct board *board);
int probe_idle(struct channel *ch, struct board *board);

/* The client sends two messages of half the size, the server receives two of the whole
 * size. */
int probe_send_halves(struct channel *ch, struct board *board);
int probe_recv_halves(struct channel *ch, struct board *board);

/* The client dies while the server waits for a message. */
int probe_die(struct channel *ch, struct board *board);
int probe_wait(struct channel *ch, struct board *board);
