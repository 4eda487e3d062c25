/* SPDX-License-Identifier: MIT */
/*
 * posix-sem: unnamed POSIX semaphores in shared memory, one for each direction.
 *
 * sem_post() counts up, sem_wait() counts down, and waits at zero.  The count is in
 * the memory, so that only who has to sleep, or has somebody to wake, makes a system
 * call.  It goes up to SEM_VALUE_MAX (2^31 - 1), then sem_post() fails.  Any process
 * that maps the memory may post and wait; a semaphore has no owner, and what a
 * process took before it died stays taken.
 */
#include "semaphore/posix_sem.h"
#include "common/shared_memory.h"

struct cell {
	_Alignas(CACHE_LINE) sem_t semaphore;
};

struct unnamed_state {
	struct posix_sem_state sem;
	struct shared_memory memory;
};

static int posix_sem_create(struct channel *ch)
{
	struct unnamed_state *st = ch->state;
	int r = shared_memory_create(ch, &st->memory, SIDE_COUNT * sizeof(struct cell));

	ch->buffer = 0;
	for (enum side side = CLIENT; side < SIDE_COUNT && r == 0; side++) {
		st->sem.semaphore[side] =
			&((struct cell *)st->memory.address)[side].semaphore;
		if (sem_init(st->sem.semaphore[side], 1, 0) < 0)
			r = -errno;
	}
	return r;
}

static void posix_sem_destroy(struct channel *ch)
{
	struct unnamed_state *st = ch->state;

	shared_memory_destroy(&st->memory);
}

MECHANISM_LOOPS(posix_sem_send, posix_sem_recv);

const struct mechanism mechanism_posix_sem = {
	.name = "posix-sem",
	.summary = "unnamed POSIX semaphores, one for each direction",
	.family = "semaphore",
	.traits = MECH_TOKEN,
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.state_size = sizeof(struct unnamed_state),
	.create = posix_sem_create,
	.destroy = posix_sem_destroy,
	.loops = &loops,
};
