/* SPDX-License-Identifier: MIT */
/*
 * posix-sem: unnamed POSIX semaphores in shared memory, one for each direction.
 *
 * sem_post() counts up; sem_wait() counts down, and waits at zero.  The count lies in the
 * memory, so that only a side that has to sleep, or to wake the other, makes a system
 * call.  It goes up to SEM_VALUE_MAX (2^31 - 1); then sem_post() fails.  It carries no
 * data.  Any process that maps the memory may post and wait.  A semaphore has no owner:
 * what a process took before it died stays taken, and the other side is not told.
 */
#include "semaphore/posix_sem.h"

struct cell {
	_Alignas(CACHE_LINE) sem_t semaphore;
};

static int posix_sem_create(struct channel *ch)
{
	struct posix_sem_state *st = ch->state;
	int r = shared_memory_create(ch, &st->memory, SIDE_COUNT * sizeof(struct cell));
	struct cell *cells = st->memory.address;

	ch->buffer = 0;
	for (enum side side = CLIENT; side < SIDE_COUNT && r == 0; side++) {
		st->semaphore[side] = &cells[side].semaphore;
		r = sem_init(st->semaphore[side], 1, 0) < 0 ? -errno : 0;
	}
	return r;
}

MECHANISM_LOOPS(posix_sem_send, posix_sem_recv);

const struct mechanism mechanism_posix_sem = {
	.name = "posix-sem",
	.summary = "unnamed POSIX semaphores, one for each direction",
	.family = "semaphore",
	.traits = MECH_TOKEN,
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.state_size = sizeof(struct posix_sem_state),
	.create = posix_sem_create,
	.destroy = shared_memory_destroy_state,
	.loops = &loops,
};
