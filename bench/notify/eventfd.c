/* SPDX-License-Identifier: MIT */
/*
 * eventfd: a counter behind a descriptor, one for each direction.
 *
 * The cheapest thing that poll() can wait for: writing adds to the counter, reading
 * takes, and waits while it is zero.  As a semaphore (EFD_SEMAPHORE) each read takes
 * one; otherwise all at once, and many tokens cost one read.  It carries no data,
 * has no name (only processes that inherit or are sent the descriptor can use it),
 * and goes with its last descriptor.  Both sides hold both ends of it, so neither
 * notices that the other died.
 */
#include <sys/eventfd.h>

#include "common/fd.h"
#include "loop.h"

struct eventfd_state {
	int event[SIDE_COUNT]; /* what this side takes from; 0 is not open */
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

/* Waits at 2^64 - 2 tokens, which is never. */
static inline int eventfd_send(struct channel *ch)
{
	const struct eventfd_state *st = ch->state;
	const int event = st->event[side_peer(ch->side)];
	int r = 0;

	while (r == 0 && eventfd_write(event, 1) < 0)
		r = call_retry(ch);
	return r;
}

static inline int eventfd_recv(struct channel *ch)
{
	const struct eventfd_state *st = ch->state;
	eventfd_t one;
	int r = 0;

	while (r == 0 && eventfd_read(st->event[ch->side], &one) < 0)
		r = call_retry(ch);
	return r;
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
