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
#include "shm/gate.h"

struct shm_eventfd_state {
	struct ring_state ring;
	int event[SIDE_COUNT][GATE_COUNT];
};

static inline int gate_event(const struct channel *ch, const struct ring_end *end,
			     enum gates which)
{
	const struct shm_eventfd_state *st = ch->state;

	return st->event[end - st->ring.end][which];
}

static inline int gate_wake(struct channel *ch, struct ring_end *end, enum gates which)
{
	return eventfd_write(gate_event(ch, end, which), 1) < 0 ? -errno : 0;
}

/* What is left of a wake-up that came too late ends the next sleep early. */
static inline int gate_sleep(struct channel *ch, struct ring_end *end, enum gates which)
{
	eventfd_t count;

	if (eventfd_read(gate_event(ch, end, which), &count) == 0 || errno == EINTR)
		return 0;
	return -errno;
}

static inline int gate_give(struct channel *ch, struct ring_end *end, enum gates which)
{
	return gate_give_asleep(ch, end, which, gate_wake);
}

static inline int gate_take(struct channel *ch, struct ring_end *end, enum gates which)
{
	return gate_take_asleep(ch, end, which, gate_sleep);
}

RING_MECHANISM(gate_create_plain, gate_give, gate_take);

static int shm_eventfd_create(struct channel *ch)
{
	struct shm_eventfd_state *st = ch->state;

	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		for (enum gates which = FILLED; which < GATE_COUNT; which++) {
			st->event[side][which] = eventfd(0, EFD_CLOEXEC);
			if (st->event[side][which] < 0)
				return -errno;
		}
	return ring_mechanism_create(ch);
}

static void shm_eventfd_destroy(struct channel *ch)
{
	struct shm_eventfd_state *st = ch->state;

	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		for (enum gates which = FILLED; which < GATE_COUNT; which++)
			fd_close(&st->event[side][which]);
	ring_destroy(ch);
}

const struct mechanism mechanism_shm_eventfd = {
	.name = "shm-eventfd",
	.summary = "a ring in shared memory, eventfds to wait",
	.family = "shm",
	.traits = MECH_BOUNDARIES,
	.waits = WAITS(WAIT_BLOCK),
	.variants = ring_variants,
	.knobs = ring_knobs,
	.state_size = sizeof(struct shm_eventfd_state),
	.create = shm_eventfd_create,
	.attach = ring_mechanism_attach,
	.destroy = shm_eventfd_destroy,
	.loops = &loops,
};
