/* SPDX-License-Identifier: MIT */
/*
 * shm-futex: a ring in shared memory, asleep by futex when it is empty or full.
 *
 * What every semaphore, mutex and condition variable is made of: a number in
 * memory that both sides count with atomic instructions, and a system call only
 * to go to sleep and to wake a side that sleeps.  While both sides are busy no
 * system call is made at all.  Any process that maps the memory can take part;
 * nobody notices that the peer died (a robust mutex does, see shm-condvar).
 */
#include "shm/gate.h"

RING_MECHANISM(gate_create_plain, gate_give_futex, gate_take_futex);

const struct mechanism mechanism_shm_futex = {
	.name = "shm-futex",
	.summary = "a ring in shared memory, a futex to wait",
	.family = "shm",
	.traits = MECH_BOUNDARIES | MECH_NAMED | MECH_UNLINKED,
	.waits = WAITS(WAIT_BLOCK),
	.variants = ring_variants,
	.access = "by-variant",
	.knobs = ring_knobs,
	.state_size = sizeof(struct ring_state),
	.create = ring_mechanism_create,
	.attach = ring_mechanism_attach,
	.destroy = ring_destroy,
	.loops = &loops,
};
