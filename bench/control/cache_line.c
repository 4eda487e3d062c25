/* SPDX-License-Identifier: MIT */
/*
 * cache-line: one line of memory that both sides write in turn, and nothing else.
 *
 * What is left is the distance of the two CPUs: the line has to travel there and back,
 * and no mechanism across CPUs can be faster.  The harness measures it among all others,
 * because a virtual machine's CPUs move.
 */
#include "common/cpu_relax.h"
#include "common/shared_memory.h"
#include "loop.h"

struct cache_line_state {
	struct shared_memory memory;
	uint32_t seen; /* messages sent by either side */
};

static int cache_line_create(struct channel *ch)
{
	struct cache_line_state *st = ch->state;

	ch->buffer = 0;
	st->memory.size = CACHE_LINE;
	return shared_memory_anonymous(ch, &st->memory);
}

/* Only one message is ever under way, so the other side does not write now. */
static inline int cache_line_send(struct channel *ch)
{
	struct cache_line_state *st = ch->state;
	_Atomic uint32_t *messages = st->memory.address;

	atomic_store_explicit(messages, ++st->seen, memory_order_release);
	return 0;
}

static inline int cache_line_recv(struct channel *ch)
{
	struct cache_line_state *st = ch->state;
	_Atomic uint32_t *messages = st->memory.address;

	while (atomic_load_explicit(messages, memory_order_acquire) == st->seen)
		cpu_relax();
	st->seen++;
	return 0;
}

MECHANISM_LOOPS(cache_line_send, cache_line_recv);

const struct mechanism mechanism_cache_line = {
	.name = "cache-line",
	.summary = "one cache line there and back: the distance of the CPUs",
	.family = "control",
	.traits = MECH_TOKEN | MECH_CONTROL,
	.waits = WAITS(WAIT_SPIN),
	.state_size = sizeof(struct cache_line_state),
	.create = cache_line_create,
	.destroy = shared_memory_destroy_state,
	.loops = &loops,
};
