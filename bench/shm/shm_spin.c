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
#include "shm/gate.h"

static inline int gate_take(struct channel *ch, struct ring_end *end, enum gates which)
{
	(void)ch;
	while (!gate_look(end, which))
		cpu_relax();
	end->taken[which]++;
	return 0;
}

RING_MECHANISM(gate_create_plain, gate_give_awake, gate_take);

const struct mechanism mechanism_shm_spin = {
	.name = "shm-spin",
	.summary = "a ring in shared memory, polled",
	.family = "shm",
	.traits = MECH_BOUNDARIES | MECH_NAMED | MECH_UNLINKED,
	.waits = WAITS(WAIT_SPIN),
	.variants = ring_variants,
	.access = "by-variant",
	.knobs = ring_knobs,
	.state_size = sizeof(struct ring_state),
	.create = ring_mechanism_create,
	.attach = ring_mechanism_attach,
	.destroy = ring_destroy,
	.loops = &loops,
};
