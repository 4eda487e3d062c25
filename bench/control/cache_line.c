/* SPDX-License-Identifier: MIT */
/*
 * cache-line: one line of memory that both sides write in turn, and nothing else.
 *
 * What is left is the distance of the two CPUs: a line has to travel there and
 * back, and no mechanism across CPUs can be faster.  The harness measures it amid
 * all others, because a virtual machine's CPUs move.
 */
#include <errno.h>
#include <stdatomic.h>
#include <sys/mman.h>

#include "common/cpu_relax.h"
#include "loop.h"

struct cache_line_state {
	_Atomic uint32_t *messages; /* sent by either side, on a page of their own */
	uint32_t seen;
};

static int cache_line_create(struct channel *ch)
{
	struct cache_line_state *st = ch->state;
	void *page = mmap(NULL, sizeof(*st->messages), PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

	ch->buffer = 0;
	if (page == MAP_FAILED)
		return -errno;
	st->messages = page;
	return 0;
}

/* Only one message is ever under way, so that nobody else writes now. */
static inline int cache_line_send(struct channel *ch)
{
	struct cache_line_state *st = ch->state;

	atomic_store_explicit(st->messages, ++st->seen, memory_order_release);
	return 0;
}

static inline int cache_line_recv(struct channel *ch)
{
	struct cache_line_state *st = ch->state;

	while (atomic_load_explicit(st->messages, memory_order_acquire) == st->seen)
		cpu_relax();
	st->seen++;
	return 0;
}

static void cache_line_destroy(struct channel *ch)
{
	struct cache_line_state *st = ch->state;

	if (st->messages)
		munmap(st->messages, sizeof(*st->messages));
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
	.destroy = cache_line_destroy,
	.loops = &loops,
};
