/* SPDX-License-Identifier: MIT */
/*
 * shm-yield: a ring in shared memory, sched_yield() between looks.
 *
 * On one CPU each side hands over to the other as soon as it has nothing to do,
 * which is the cheapest hand-over there is: nobody is put to sleep, nobody woken.
 * On two it is a slower shm-spin.  It is polite only to whom the scheduler deems
 * to be due: the CPU is never idle, and a process of low priority may not get a
 * turn for long.  Otherwise as shm-spin.
 */
#include <sched.h>

#include "shm/ring.h"

static inline int shm_yield_wait(struct channel *ch, struct item item)
{
	(void)ch;
	do
		sched_yield();
	while (!item_given(item));
	return 0;
}

RING_MECHANISM(ring_give_awake, shm_yield_wait)

const struct mechanism mechanism_shm_yield = {
	.name = "shm-yield",
	.summary = "a ring in shared memory, polled, yielding the CPU",
	.waits = WAITS(WAIT_YIELD),
	.knobs = ring_knobs,
	.create = ring_create,
	RING_DESCRIPTION_PLAIN,
};
