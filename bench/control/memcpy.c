/* SPDX-License-Identifier: MIT */
/*
 * memcpy: each message is one copy from one private buffer to another, and nothing else.
 *
 * What is left is this machine's copying: the ceiling of every mechanism that copies its
 * messages.  The receiver copies; the sender only counts how many are due, so that the
 * clock starts first.  The bytes are always the same, and nobody looks at them.
 */
#include <sched.h>
#include <stdatomic.h>

#include "common/shared_memory.h"
#include "loop.h"

struct counter {
	_Alignas(CACHE_LINE) _Atomic uint32_t sent; /* messages, modulo 2^32 */
};

struct memcpy_state {
	struct shared_memory memory; /* a counter for each side to send by */
	uint32_t sent, received;     /* by this side */
	uint32_t seen;		     /* of the peer's counter when last looked at */
};

static int memcpy_create(struct channel *ch)
{
	struct memcpy_state *st = ch->state;

	ch->buffer = 0;
	st->memory.size = SIDE_COUNT * sizeof(struct counter);
	return shared_memory_anonymous(ch, &st->memory);
}

static inline _Atomic uint32_t *memcpy_counter(const struct channel *ch, enum side side)
{
	const struct memcpy_state *st = ch->state;
	struct counter *counters = st->memory.address;

	return &counters[side].sent;
}

static inline int memcpy_send(struct channel *ch)
{
	struct memcpy_state *st = ch->state;

	atomic_store_explicit(memcpy_counter(ch, ch->side), ++st->sent,
			      memory_order_release);
	return 0;
}

static inline int memcpy_recv(struct channel *ch)
{
	struct memcpy_state *st = ch->state;
	_Atomic uint32_t *sent = memcpy_counter(ch, side_peer(ch->side));

	while (st->seen == st->received) {
		st->seen = atomic_load_explicit(sent, memory_order_acquire);
		if (st->seen == st->received)
			sched_yield();
	}
	st->received++;
	memcpy(ch->in, ch->out, ch->size);
	return 0;
}

MECHANISM_LOOPS(memcpy_send, memcpy_recv);

const struct mechanism mechanism_memcpy = {
	.name = "memcpy",
	.summary = "one copy within the receiver: the ceiling of what copies",
	.family = "control",
	.traits = MECH_CONTROL,
	.waits = WAITS(WAIT_YIELD),
	.state_size = sizeof(struct memcpy_state),
	.create = memcpy_create,
	.destroy = shared_memory_destroy_state,
	.loops = &loops,
};
