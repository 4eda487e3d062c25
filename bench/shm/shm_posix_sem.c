/* SPDX-License-Identifier: MIT */
/*
 * shm-posix-sem: a ring in shared memory, a pair of POSIX semaphores to wait.
 *
 * The textbook's producer and consumer: one semaphore counts the messages, one
 * the free slots.  A semaphore in shared memory is an atomic counter as long as
 * nobody has to sleep; only then does the kernel hear of it.  It has no owner:
 * what a process took before it died stays taken.
 */
#include <assert.h>
#include <semaphore.h>

#include "common/retry.h"
#include "shm/ring.h"

static_assert(sizeof(sem_t) <= sizeof(((struct gate *)NULL)->own), "fits in a gate");

static inline sem_t *gate_semaphore(struct gate *gate)
{
	return (sem_t *)(void *)gate->own;
}

static int gate_create(struct gate *gate, uint32_t count)
{
	return sem_init(gate_semaphore(gate), 1, count) < 0 ? -errno : 0;
}

static inline int gate_give(struct channel *ch, struct ring_end *end, enum gates which)
{
	(void)ch;
	return sem_post(gate_semaphore(&end->ring->gate[which])) < 0 ? -errno : 0;
}

static inline int gate_take(struct channel *ch, struct ring_end *end, enum gates which)
{
	sem_t *semaphore = gate_semaphore(&end->ring->gate[which]);
	int r = 0;

	while (r == 0 && sem_wait(semaphore) < 0)
		r = call_retry(ch);
	return r;
}

RING_MECHANISM(gate_create, gate_give, gate_take);

const struct mechanism mechanism_shm_posix_sem = {
	.name = "shm-posix-sem",
	.summary = "a ring in shared memory, POSIX semaphores to wait",
	.family = "shm",
	.traits = MECH_BOUNDARIES | MECH_NAMED | MECH_UNLINKED,
	.waits = WAITS(WAIT_BLOCK),
	.variants = ring_variants,
	.access = "by-variant",
	.knobs = ring_knobs,
	.state_size = sizeof(struct ring_state),
	.create = ring_mechanism_create,
	.attach = ring_mechanism_attach,
	.destroy = ring_destroy,
	.loops = &loops,
};
