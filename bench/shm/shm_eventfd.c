/* SPDX-License-Identifier: MIT */
/*
 * shm-eventfd: a ring in shared memory, an eventfd to wait.
 *
 * As shm-futex, but a side that has to wait reads a descriptor, and so could wait for
 * sockets and timers too, with poll(): how event loops and virtual machines use
 * shared memory.  The eventfd is written only for a taker that sleeps.  It has no
 * name: only processes that inherit or are sent the descriptors can take part.
 */
#include <sys/eventfd.h>

#include "common/fd.h"
#include "shm/sleep.h"

struct shm_eventfd_state {
	struct ring_state ring;
	int event[SIDE_COUNT]; /* by the side that sleeps on it */
};

static inline int shm_eventfd_wake(struct channel *ch, struct item item)
{
	const struct shm_eventfd_state *st = ch->state;

	(void)item;
	return eventfd_write(st->event[side_peer(ch->side)], 1) < 0 ? -errno : 0;
}

static inline int shm_eventfd_sleep(struct channel *ch, struct item item)
{
	const struct shm_eventfd_state *st = ch->state;
	eventfd_t count;

	(void)item;
	return eventfd_read(st->event[ch->side], &count) < 0 ? call_retry(ch) : 0;
}

static inline int shm_eventfd_give(struct channel *ch, struct item item)
{
	return ring_give_asleep(ch, item, shm_eventfd_wake);
}

static inline int shm_eventfd_wait(struct channel *ch, struct item item)
{
	return ring_wait_asleep(ch, item, shm_eventfd_sleep);
}

RING_MECHANISM(shm_eventfd_give, shm_eventfd_wait)

static int shm_eventfd_create(struct channel *ch)
{
	struct shm_eventfd_state *st = ch->state;

	for (enum side side = CLIENT; side < SIDE_COUNT; side++) {
		st->event[side] = eventfd(0, EFD_CLOEXEC);
		if (st->event[side] < 0)
			return -errno;
	}
	return ring_create(ch);
}

static void shm_eventfd_destroy(struct channel *ch)
{
	struct shm_eventfd_state *st = ch->state;

	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		fd_close(&st->event[side]);
	ring_destroy(ch);
}

const struct mechanism mechanism_shm_eventfd = {
	.name = "shm-eventfd",
	.summary = "a ring in shared memory, eventfds to wait",
	.traits = MECH_BOUNDARIES,
	.waits = WAITS(WAIT_BLOCK),
	.knobs = ring_knobs,
	.state_size = sizeof(struct shm_eventfd_state),
	.create = shm_eventfd_create,
	.destroy = shm_eventfd_destroy,
	RING_DESCRIPTION,
};
