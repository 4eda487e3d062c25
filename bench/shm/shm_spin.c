/* SPDX-License-Identifier: MIT */
/*
 * shm-spin: a ring in shared memory, both sides looking all the time.
 *
 * Shared memory has no direction and no boundaries but what is built in it;
 * here the ring keeps messages whole.  Once mapped, no system call is made and
 * nothing is copied: the fastest there is, for the price of a CPU that is busy
 * while it waits.  On one CPU both sides would wait for the scheduler instead.
 * shared_memory.h has the ways to come by the memory, who may map it, and what
 * bounds it; it goes when nobody maps it any more.  Nobody notices that the peer
 * died.
 */
#include "common/cpu_relax.h"
#include "shm/ring.h"

static inline int shm_spin_wait(struct channel *ch, struct item item)
{
	(void)ch;
	do
		cpu_relax();
	while (!item_given(item));
	return 0;
}

RING_MECHANISM(ring_give_awake, shm_spin_wait)

const struct mechanism mechanism_shm_spin = {
	.name = "shm-spin",
	.summary = "a ring in shared memory, polled",
	.waits = WAITS(WAIT_SPIN),
	.knobs = ring_knobs,
	.create = ring_create,
	RING_DESCRIPTION_PLAIN,
};
