/* SPDX-License-Identifier: MIT */
/*
 * shm-spin: a ring in shared memory, both sides looking all the time.
 *
 * Shared memory has no direction and no boundaries but what is built in it;
 * here the ring keeps messages whole.  Once mapped, no system call is made and
 * nothing is copied: the fastest there is, for the price of a CPU that is busy
 * while it waits.  On one CPU both sides would wait for the scheduler instead.
 * The memory goes when nobody maps it any more; nobody notices that the peer
 * died.
 */
#include "ring.h"

/* Tells the CPU that this is a loop that waits. */
static inline void cpu_relax(void)
{
#if defined(__x86_64__) || defined(__i386__)
	__builtin_ia32_pause();
#elif defined(__aarch64__)
	__asm__ volatile("yield");
#endif
}

static inline int gate_create(struct gate *gate, uint32_t count)
{
	(void)gate, (void)count;
	return 0;
}

static inline int gate_give(struct channel *ch, struct ring_end *end, enum gates which)
{
	_Atomic uint32_t *given = &end->ring->gate[which].given;
	uint32_t count = atomic_load_explicit(given, memory_order_relaxed);

	(void)ch;
	atomic_store_explicit(given, count + 1, memory_order_release);
	return 0;
}

static inline int gate_take(struct channel *ch, struct ring_end *end, enum gates which)
{
	_Atomic uint32_t *given = &end->ring->gate[which].given;

	(void)ch;
	while (end->seen[which] == end->taken[which]) {
		end->seen[which] = atomic_load_explicit(given, memory_order_acquire);
		if (end->seen[which] == end->taken[which])
			cpu_relax();
	}
	end->taken[which]++;
	return 0;
}

RING_MECHANISM(gate_create, gate_give, gate_take);

const struct mechanism mechanism_shm_spin = {
	.name = "shm-spin",
	.summary = "a ring in shared memory, polled",
	.family = "shm",
	.traits = MECH_BOUNDARIES | MECH_NAMED,
	.waits = WAITS(WAIT_SPIN),
	.state_size = sizeof(struct ring_state),
	.create = ring_mechanism_create,
	.attach = ring_mechanism_attach,
	.destroy = ring_destroy,
	.loops = &loops,
};
