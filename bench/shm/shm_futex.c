/* SPDX-License-Identifier: MIT */
/*
 * shm-futex: a ring in shared memory, asleep by futex when it is empty or full.
 *
 * What every semaphore, mutex and condition variable is made of: a number in
 * memory that both sides change with atomic instructions, and a system call only
 * to go to sleep and to wake a side that sleeps.  The number is the word that the
 * side waits for.  While both sides are busy no system call is made at all.  Any process
 * that maps the memory can take part; nobody notices that the peer died (a robust mutex
 * does, see shm-condvar).
 */
#include "shm/sleep.h"

RING_MECHANISM(ring_give_futex, ring_wait_futex)

const struct mechanism mechanism_shm_futex = {
	.name = "shm-futex",
	.summary = "a ring in shared memory, a futex to wait",
	.waits = WAITS(WAIT_BLOCK),
	.knobs = ring_knobs,
	.create = ring_create,
	RING_DESCRIPTION_PLAIN,
};
