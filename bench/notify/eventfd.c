/* SPDX-License-Identifier: MIT */
/*
 * eventfd: a counter behind a descriptor, one for each direction.
 *
 * The cheapest thing that poll() can wait for: writing adds to the counter; reading takes
 * from it, and waits while it is zero.  As a semaphore (EFD_SEMAPHORE) each read takes
 * one; otherwise a read takes the whole count, so that many tokens cost one read.  The
 * counter lies in the kernel and carries no data.  It has no name: only processes that
 * inherit the descriptor or are sent it can use it.  It goes with its last descriptor.
 * Each side holds both ends of it, so neither is told when the other dies.
 */
#include <sys/eventfd.h>

#include "common/fd.h"
#include "loop.h"

struct eventfd_state {
	int event[SIDE_COUNT]; /* what that side takes from; 0: not open */
};

static int eventfd_create(struct channel *ch)
{
	struct eventfd_state *st = ch->state;
	const int flags =
		EFD_CLOEXEC | EFD_SEMAPHORE | (ch->wait == WAIT_BLOCK ? 0 : EFD_NONBLOCK);

	ch->buffer = 0;
	for (enum side side = CLIENT; side < SIDE_COUNT; side++) {
		st->event[side] = eventfd(0, flags);
		if (st->event[side] < 0)
			return -errno;
	}
	return 0;
}

static void eventfd_destroy(struct channel *ch)
{
	struct eventfd_state *st = ch->state;

	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		fd_close(&st->event[side]);
}

/* Would wait at 2^64 - 2 tokens, which is never. */
static inline int eventfd_send(struct channel *ch)
{
	const struct eventfd_state *st = ch->state;

	return UNTIL_DONE(ch, eventfd_write(st->event[side_peer(ch->side)], 1));
}

static inline int eventfd_recv(struct channel *ch)
{
	const struct eventfd_state *st = ch->state;
	eventfd_t one;

	return UNTIL_DONE(ch, eventfd_read(st->event[ch->side], &one));
}

MECHANISM_LOOPS(eventfd_send, eventfd_recv);

const struct mechanism mechanism_eventfd = {
	.name = "eventfd",
	.summary = "eventfds as semaphores, one for each direction",
	.family = "notify",
	.traits = MECH_TOKEN,
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.state_size = sizeof(struct eventfd_state),
	.create = eventfd_create,
	.destroy = eventfd_destroy,
	.loops = &loops,
};
