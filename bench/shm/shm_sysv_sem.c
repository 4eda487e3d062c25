/* SPDX-License-Identifier: MIT */
/*
 * shm-sysv-sem: a ring in shared memory, a set of System V semaphores to wait.
 *
 * The older textbook's producer and consumer.  These semaphores live in the
 * kernel, so that every give and every take is a system call, needed or not.  Any
 * process that knows the set's number may use it as far as its mode allows, and
 * the set stays until somebody removes it; whoever waits is told then (EIDRM).
 * SEM_UNDO, not used here, gives back what a process took before it died.
 */
#include <sys/sem.h>

#include "common/retry.h"
#include "shm/ring.h"

union semun {
	int val;
	struct semid_ds *buf;
	unsigned short *array;
};

struct shm_sysv_sem_state {
	struct ring_state ring;
	int set; /* a semaphore for each gate */
	bool made;
};

static inline int gate_operate(struct channel *ch, struct ring_end *end, enum gates which,
			       short amount)
{
	const struct shm_sysv_sem_state *st = ch->state;
	struct sembuf operation = {
		.sem_num = (unsigned short)((end - st->ring.end) * GATE_COUNT + which),
		.sem_op = amount,
	};
	int r = 0;

	while (r == 0 && semop(st->set, &operation, 1) < 0)
		r = call_retry(ch);
	return r;
}

static inline int gate_give(struct channel *ch, struct ring_end *end, enum gates which)
{
	return gate_operate(ch, end, which, 1);
}

static inline int gate_take(struct channel *ch, struct ring_end *end, enum gates which)
{
	return gate_operate(ch, end, which, -1);
}

/* The semaphores of all gates are one set: see shm_sysv_sem_create(). */
RING_MECHANISM(gate_create_plain, gate_give, gate_take);

static int shm_sysv_sem_create(struct channel *ch)
{
	struct shm_sysv_sem_state *st = ch->state;
	unsigned short count[SIDE_COUNT * GATE_COUNT] = {0};
	int r = ring_mechanism_create(ch);

	if (r < 0)
		return r;
	st->set = semget(IPC_PRIVATE, SIDE_COUNT * GATE_COUNT, 0600);
	if (st->set < 0) {
		ch->limit = "kernel.sem";
		return -errno;
	}
	st->made = true;
	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		count[side * GATE_COUNT + FREE] =
			(unsigned short)(st->ring.slot_mask + 1);
	return semctl(st->set, 0, SETALL, (union semun){.array = count}) < 0 ? -errno : 0;
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
	.family = "shm",
	.traits = MECH_BOUNDARIES | MECH_NAMED | MECH_PERSISTS,
	.waits = WAITS(WAIT_BLOCK),
	.variants = ring_variants,
	.access = "by-variant",
	.knobs = ring_knobs,
	.state_size = sizeof(struct shm_sysv_sem_state),
	.create = shm_sysv_sem_create,
	.attach = ring_mechanism_attach,
	.destroy = shm_sysv_sem_destroy,
	.loops = &loops,
};
