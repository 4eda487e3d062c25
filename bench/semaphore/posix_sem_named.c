/* SPDX-License-Identifier: MIT */
/*
 * posix-sem-named: named POSIX semaphores, one for each direction.
 *
 * The same semaphore as posix-sem, in a small file of its own in /dev/shm, which
 * sem_open() makes and maps.  Unrelated processes find it by its name and open it as far
 * as its mode allows.  The name stays until sem_unlink(), the semaphore until no process
 * has it open.  It carries no data.  What a process took before it died stays taken, and
 * the other side is not told.
 */
#include <fcntl.h>

#include "semaphore/posix_sem.h"

static int posix_sem_named_create(struct channel *ch)
{
	struct posix_sem_state *st = ch->state;
	char name[NAME_SIZE];

	ch->buffer = 0;
	for (enum side side = CLIENT; side < SIDE_COUNT; side++) {
		int r = name_make(name);

		if (r < 0)
			return r;
		sem_t *semaphore = sem_open(name, O_CREAT | O_EXCL, 0600, 0);
		if (semaphore == SEM_FAILED)
			return -errno;
		sem_unlink(name);
		st->semaphore[side] = semaphore;
	}
	return 0;
}

static void posix_sem_named_destroy(struct channel *ch)
{
	struct posix_sem_state *st = ch->state;

	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		if (st->semaphore[side])
			sem_close(st->semaphore[side]);
}

MECHANISM_LOOPS(posix_sem_send, posix_sem_recv);

const struct mechanism mechanism_posix_sem_named = {
	.name = "posix-sem-named",
	.summary = "named POSIX semaphores, one for each direction",
	.family = "semaphore",
	.traits = MECH_TOKEN | MECH_NAMED | MECH_UNLINKED,
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.access = "mode",
	.state_size = sizeof(struct posix_sem_state),
	.create = posix_sem_named_create,
	.destroy = posix_sem_named_destroy,
	.loops = &loops,
};
