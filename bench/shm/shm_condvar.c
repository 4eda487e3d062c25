/* SPDX-License-Identifier: MIT */
/*
 * shm-condvar: a ring in shared memory, a mutex and a condition variable to wait.
 *
 * What threads wait with, made to work between processes by one attribute each.
 * Being in the memory, they serve any process that maps it.  The mutex is robust:
 * if its holder dies, the next to lock it is told so (EOWNERDEAD) and could repair
 * what it guards.  Who waits for the condition is not told.
 */
#include <assert.h>
#include <pthread.h>

#include "shm/ring.h"

struct monitor {
	pthread_mutex_t mutex; /* guards gate.given */
	pthread_cond_t raised; /* gate.given has been */
};

static_assert(sizeof(struct monitor) <= sizeof(((struct gate *)NULL)->own),
	      "fits in a gate");

static inline struct monitor *gate_monitor(struct gate *gate)
{
	return (struct monitor *)(void *)gate->own;
}

/* Never destroyed: that would wait for a dead process to leave the condition. */
static int gate_create(struct gate *gate, uint32_t count)
{
	struct monitor *monitor = gate_monitor(gate);
	pthread_mutexattr_t mutex;
	pthread_condattr_t cond;
	int r;

	(void)count;
	pthread_mutexattr_init(&mutex);
	pthread_mutexattr_setpshared(&mutex, PTHREAD_PROCESS_SHARED);
	pthread_mutexattr_setrobust(&mutex, PTHREAD_MUTEX_ROBUST);
	r = -pthread_mutex_init(&monitor->mutex, &mutex);
	pthread_mutexattr_destroy(&mutex);
	if (r < 0)
		return r;
	pthread_condattr_init(&cond);
	pthread_condattr_setpshared(&cond, PTHREAD_PROCESS_SHARED);
	r = -pthread_cond_init(&monitor->raised, &cond);
	pthread_condattr_destroy(&cond);
	return r;
}

static inline int gate_give(struct channel *ch, struct ring_end *end, enum gates which)
{
	struct gate *gate = &end->ring->gate[which];
	struct monitor *monitor = gate_monitor(gate);
	int r = -pthread_mutex_lock(&monitor->mutex);

	(void)ch;
	if (r < 0)
		return r;
	gate->given++;
	pthread_cond_signal(&monitor->raised);
	return -pthread_mutex_unlock(&monitor->mutex);
}

static inline int gate_take(struct channel *ch, struct ring_end *end, enum gates which)
{
	struct gate *gate = &end->ring->gate[which];
	struct monitor *monitor = gate_monitor(gate);
	int r = -pthread_mutex_lock(&monitor->mutex);

	(void)ch;
	while (r == 0 && gate->given == end->taken[which])
		r = -pthread_cond_wait(&monitor->raised, &monitor->mutex);
	if (r < 0)
		return r;
	end->taken[which]++;
	return -pthread_mutex_unlock(&monitor->mutex);
}

RING_MECHANISM(gate_create, gate_give, gate_take);

const struct mechanism mechanism_shm_condvar = {
	.name = "shm-condvar",
	.summary = "a ring in shared memory, a mutex and a condition variable to wait",
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
