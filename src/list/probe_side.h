/* SPDX-License-Identifier: MIT */
/*
 * What the two sides of a pair do for a probe: see pair/errand.h.
 */
#pragma once

#include <stdatomic.h>

#include "pair/errand.h"

/* What the supervisor can see even when a side is stuck. */
struct board {
	_Atomic uint64_t sent;	   /* how many times send() has returned */
	_Atomic uint64_t received; /* how many times recv() has */
	int error;		   /* what probe_wait()'s recv() has returned */
	uint64_t most;		   /* how many messages probe_flood() may send */
};

/* The client sends until it has to wait, the server does nothing. */
errand_fn probe_flood;
errand_fn probe_idle;

/* The client sends two messages of half the size, the server receives two of the whole
 * size. */
errand_fn probe_send_halves;
errand_fn probe_recv_halves;

/* The client dies while the server waits for a message. */
errand_fn probe_die;
errand_fn probe_wait;
