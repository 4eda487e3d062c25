/* SPDX-License-Identifier: MIT */
/*
 * memcpy: each message is one copy from one private buffer to another, and no more.
 *
 * What is left is this machine's copying: the ceiling of every mechanism that copies its
 * messages.  The receiver copies; the sender only counts how many are due, so that the
 * clock starts first.  The bytes are always the same, and nobody looks at them.
 */
#include <errno.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>

#include "loop.h"

#define CACHE_LINE 64

struct counter {
	_Alignas(CACHE_LINE) _Atomic uint32_t sent; /* messages, modulo 2^32 */
};

struct memcpy_state {
	struct counter *counters; /* by the side that sends, shared */
	uint32_t sent, received;  /* by this side */
	uint32_t seen;		  /* of the peer's counter when last looked at */
};

static int memcpy_create(struct channel *ch)
{
	struct memcpy_state *st = ch->state;
	void *page =
		mmap(NULL, SIDE_COUNT * sizeof(struct counter), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

	ch->buffer = 0;
	if (page == MAP_FAILED)
		return -errno;
	st->counters = page;
	return 0;
}

static void memcpy_destroy(struct channel *ch)
{
	struct memcpy_state *st = ch->state;

	if (st->counters)
		munmap(st->counters, SIDE_COUNT * sizeof(struct counter));
}

static inline int memcpy_send(struct channel *ch)
{
	struct memcpy_state *st = ch->state;

	atomic_store_explicit(&st->counters[ch->side].sent, ++st->sent,
			      memory_order_release);
	return 0;
}

static inline int memcpy_recv(struct channel *ch)
{
	struct memcpy_state *st = ch->state;
	const enum side sender = ch->side == CLIENT ? SERVER : CLIENT;

	while (st->seen == st->received) {
		st->seen = atomic_load_explicit(&st->counters[sender].sent,
						memory_order_acquire);
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
	.destroy = memcpy_destroy,
	.loops = &loops,
};
