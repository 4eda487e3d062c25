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

#include "shm/gate.h"

static inline int gate_take(struct channel *ch, struct ring_end *end, enum gates which)
{
	(void)ch;
	while (!gate_look(end, which))
		sched_yield();
	end->taken[which]++;
	return 0;
}

RING_MECHANISM(gate_create_plain, gate_give_awake, gate_take);

const struct mechanism mechanism_shm_yield = {
	.name = "shm-yield",
	.summary = "a ring in shared memory, polled, yielding the CPU",
	.family = "shm",
	.traits = MECH_BOUNDARIES | MECH_NAMED | MECH_UNLINKED,
	.waits = WAITS(WAIT_YIELD),
	.variants = ring_variants,
	.access = "by-variant",
	.knobs = ring_knobs,
	.state_size = sizeof(struct ring_state),
	.create = ring_mechanism_create,
	.attach = ring_mechanism_attach,
	.destroy = ring_destroy,
	.loops = &loops,
};
