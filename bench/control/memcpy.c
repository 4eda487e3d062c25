/* SPDX-License-Identifier: MIT */
/*
 * memcpy: each message is one copy from one private buffer to another, and nothing else.
 *
 * What is left is this machine's copying: the ceiling of every mechanism that copies its
 * messages.  The receiver copies; the sender only counts how many are due, so that the
 * clock starts first.  The bytes are always the same, and nobody looks at them.
 */
#include <sched.h>

#include "common/shared_memory.h"
#include "loop.h"

struct memcpy_state {
	struct shared_memory memory; /* by side: how many messages it has sent */
	uint32_t sent, received;     /* by this side */
	uint32_t seen;		     /* of the peer's number when last looked at */
};

static int memcpy_create(struct channel *ch)
{
	struct memcpy_state *st = ch->state;

	ch->buffer = 0;
	st->memory.size = SIDE_COUNT * CACHE_LINE;
	return shared_memory_anonymous(ch, &st->memory);
}

static inline int memcpy_send(struct channel *ch)
{
	struct memcpy_state *st = ch->state;

	atomic_store_explicit(shared_memory_number(&st->memory, ch->side), ++st->sent,
			      memory_order_release);
	return 0;
}

static inline int memcpy_recv(struct channel *ch)
{
	struct memcpy_state *st = ch->state;
	_Atomic uint32_t *sent = shared_memory_number(&st->memory, side_peer(ch->side));

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
