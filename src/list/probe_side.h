/* SPDX-License-Identifier: MIT */
/*
 * What the two sides of a pair do for a probe: errands, see pair/errand.h.
 */
#pragma once

#include <stdatomic.h>

#include "pair/errand.h"

/* What the sides tell the supervisor, also when they are stuck. */
struct board {
	_Atomic uint64_t sent;	   /* how many times send() has returned */
	_Atomic uint64_t received; /* how many times recv() has */
	int error;		   /* what the last recv() returned */
	uint64_t most;		   /* messages to send at most */
};

/* The client sends and sends, the server does nothing. */
errand_fn probe_flood;
errand_fn probe_idle;

/* The client sends two messages of half the size, the server receives two of the whole
 * size. */
errand_fn probe_send_halves;
errand_fn probe_recv_halves;

/* The client dies while the server waits for a message. */
errand_fn probe_die;
errand_fn probe_wait;
