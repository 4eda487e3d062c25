/* SPDX-License-Identifier: MIT */
/*
 * futex: a number in shared memory, and the two system calls to wait for it, one number
 * for each direction.
 *
 * The sender counts up and wakes; the receiver sleeps while the number is the one it has
 * seen.  Nothing can be lost in between, as the kernel compares before it lets anyone
 * sleep.  Plain on purpose, it makes its system call for every token; shm-futex makes it
 * only when somebody sleeps.  It carries no data, and has no descriptor for which poll()
 * could wait.  The number lies in memory with a name in /dev/shm, for any process that
 * its mode lets map it.  Neither side is told when the other dies.
 */
#include "common/futex_calls.h"
#include "common/shared_memory.h"
#include "loop.h"

struct futex_state {
	struct shared_memory memory; /* by side: how many tokens it was sent */
	uint32_t taken;
};

static int futex_create(struct channel *ch)
{
	struct futex_state *st = ch->state;

	ch->buffer = 0;
	return shared_memory_create(ch, &st->memory, SIDE_COUNT * CACHE_LINE);
}

static inline int futex_send(struct channel *ch)
{
	struct futex_state *st = ch->state;
	_Atomic uint32_t *sent = shared_memory_number(&st->memory, side_peer(ch->side));

	atomic_fetch_add(sent, 1);
	futex_wake(sent, 1);
	return 0;
}

static inline int futex_recv(struct channel *ch)
{
	struct futex_state *st = ch->state;
	_Atomic uint32_t *sent = shared_memory_number(&st->memory, ch->side);

	while (atomic_load(sent) == st->taken)
		futex_wait(sent, st->taken);
	st->taken++;
	return 0;
}

MECHANISM_LOOPS(futex_send, futex_recv);

const struct mechanism mechanism_futex = {
	.name = "futex",
	.summary = "futexes in shared memory, one for each direction",
	.family = "notify",
	.traits = MECH_TOKEN | MECH_NAMED,
	.waits = WAITS(WAIT_BLOCK),
	.access = "mode",
	.state_size = sizeof(struct futex_state),
	.create = futex_create,
	.destroy = shared_memory_destroy_state,
	.loops = &loops,
};
