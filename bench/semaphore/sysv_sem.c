/* SPDX-License-Identifier: MIT */
/*
 * sysv-sem: a set of two System V semaphores, one for each direction.
 *
 * The semaphores of a set lie in the kernel, and semop() counts them up and down, a
 * system call each time.  A semaphore goes up to 32767; then semop() fails with ERANGE.
 * It carries no data.  Any process that the set's mode lets in finds it by a key.  The
 * set stays until somebody removes it, of which waiting processes are told (EIDRM).  With
 * SEM_UNDO the kernel takes back what a process did before it died; without it, as here,
 * the other side is not told.  kernel.sem bounds how many there are.
 *
 * One semop() can carry several operations, all of which are done or none; here it is
 * always one.  To wait for one's turn and to pass it on in the same call makes no round
 * trip: the kernel does what a sleeper asked for within the call that it waits for, so
 * that the turn came back before the peer had run, every second or third time.
 */
#include <sys/sem.h>

#include "common/retry.h"
#include "loop.h"

struct sysv_sem_state {
	int set; /* semaphore number `side` is what that side takes from */
	bool exists;
};

/* The semaphores of a new set are zero on Linux, if nowhere else. */
static int sysv_sem_create(struct channel *ch)
{
	struct sysv_sem_state *st = ch->state;

	ch->buffer = 0;
	st->set = semget(IPC_PRIVATE, SIDE_COUNT, 0600);
	if (st->set < 0) {
		ch->limit = "kernel.sem";
		return -errno;
	}
	st->exists = true;
	return 0;
}

static void sysv_sem_destroy(struct channel *ch)
{
	const struct sysv_sem_state *st = ch->state;

	if (st->exists)
		semctl(st->set, 0, IPC_RMID);
}

/* Waits while the semaphore is full: nothing tells when it no longer is. */
static inline int sysv_sem_send(struct channel *ch)
{
	const struct sysv_sem_state *st = ch->state;
	struct sembuf give = {
		.sem_num = side_peer(ch->side),
		.sem_op = 1,
	};

	while (semop(st->set, &give, 1) < 0) {
		if (errno != ERANGE && errno != EINTR)
			return -errno;
		sched_yield();
	}
	return 0;
}

static inline int sysv_sem_recv(struct channel *ch)
{
	const struct sysv_sem_state *st = ch->state;
	struct sembuf take = {
		.sem_num = (unsigned short)ch->side,
		.sem_op = -1,
		.sem_flg = ch->wait == WAIT_BLOCK ? 0 : IPC_NOWAIT,
	};

	return UNTIL_DONE(ch, semop(st->set, &take, 1));
}

MECHANISM_LOOPS(sysv_sem_send, sysv_sem_recv);

const struct mechanism mechanism_sysv_sem = {
	.name = "sysv-sem",
	.summary = "System V semaphores, one for each direction",
	.family = "semaphore",
	.traits = MECH_TOKEN | MECH_NAMED | MECH_PERSISTS,
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.access = "mode",
	.state_size = sizeof(struct sysv_sem_state),
	.create = sysv_sem_create,
	.destroy = sysv_sem_destroy,
	.loops = &loops,
};
