/* SPDX-License-Identifier: MIT */
/*
 * shm-sysv-sem: a ring in shared memory, a set of System V semaphores to wait.
 *
 * These semaphores live in the kernel, so that every operation is a system call,
 * needed or not; so the ring counts, and a semaphore is only slept on.  Any
 * process that knows the set's number may use it as far as its mode allows, and
 * the set stays until somebody removes it; whoever waits is told then (EIDRM).
 * SEM_UNDO, not used here, gives back what a process took before it died.
 */
#include <sys/sem.h>

#include "common/retry.h"
#include "shm/sleep.h"

struct shm_sysv_sem_state {
	struct ring_state ring;
	int set; /* a semaphore for each side, on which it sleeps */
	bool made;
};

static inline int shm_sysv_sem_operate(struct channel *ch, enum side side, short amount)
{
	const struct shm_sysv_sem_state *st = ch->state;
	struct sembuf operation = {
		.sem_num = (unsigned short)side,
		.sem_op = amount,
	};
	int r = 0;

	while (r == 0 && semop(st->set, &operation, 1) < 0)
		r = call_retry(ch);
	return r;
}

static inline int shm_sysv_sem_wake(struct channel *ch, struct item item)
{
	(void)item;
	return shm_sysv_sem_operate(ch, side_peer(ch->side), 1);
}

static inline int shm_sysv_sem_sleep(struct channel *ch, struct item item)
{
	(void)item;
	return shm_sysv_sem_operate(ch, ch->side, -1);
}

static inline int shm_sysv_sem_give(struct channel *ch, struct item item)
{
	return ring_give_asleep(ch, item, shm_sysv_sem_wake);
}

static inline int shm_sysv_sem_wait(struct channel *ch, struct item item)
{
	return ring_wait_asleep(ch, item, shm_sysv_sem_sleep);
}

RING_MECHANISM(shm_sysv_sem_give, shm_sysv_sem_wait)

/* A new semaphore is 0 on Linux. */
static int shm_sysv_sem_create(struct channel *ch)
{
	struct shm_sysv_sem_state *st = ch->state;
	int r = ring_create(ch);

	if (r < 0)
		return r;
	st->set = semget(IPC_PRIVATE, SIDE_COUNT, 0600);
	if (st->set < 0) {
		ch->limit = "kernel.sem";
		return -errno;
	}
	st->made = true;
	return 0;
}

static void shm_sysv_sem_destroy(struct channel *ch)
{
	const struct shm_sysv_sem_state *st = ch->state;

	if (st->made)
		semctl(st->set, 0, IPC_RMID);
	ring_destroy(ch);
}

const struct mechanism mechanism_shm_sysv_sem = {
	.name = "shm-sysv-sem",
	.summary = "a ring in shared memory, System V semaphores to wait",
	.traits = MECH_BOUNDARIES | MECH_NAMED | MECH_PERSISTS,
	.waits = WAITS(WAIT_BLOCK),
	.access = "by-variant",
	.knobs = ring_knobs,
	.state_size = sizeof(struct shm_sysv_sem_state),
	.create = shm_sysv_sem_create,
	.destroy = shm_sysv_sem_destroy,
	RING_DESCRIPTION,
};
