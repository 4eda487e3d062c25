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

#include "shm/sleep.h"

struct monitor {
	pthread_mutex_t mutex; /* guards woken */
	pthread_cond_t changed;
	bool woken;
};

static_assert(sizeof(struct monitor) <= sizeof(struct ring_bed), "fits in a bed");

/* Never destroyed: that would wait for a dead process to leave the condition. */
static int monitor_create(struct monitor *monitor)
{
	pthread_mutexattr_t mutex;
	pthread_condattr_t cond;
	int r;

	pthread_mutexattr_init(&mutex);
	pthread_mutexattr_setpshared(&mutex, PTHREAD_PROCESS_SHARED);
	pthread_mutexattr_setrobust(&mutex, PTHREAD_MUTEX_ROBUST);
	r = -pthread_mutex_init(&monitor->mutex, &mutex);
	pthread_mutexattr_destroy(&mutex);
	if (r < 0)
		return r;
	pthread_condattr_init(&cond);
	pthread_condattr_setpshared(&cond, PTHREAD_PROCESS_SHARED);
	r = -pthread_cond_init(&monitor->changed, &cond);
	pthread_condattr_destroy(&cond);
	return r;
}

static inline int shm_condvar_wake(struct channel *ch, struct item item)
{
	struct monitor *monitor = ring_bed(ch, side_peer(ch->side));
	int r = -pthread_mutex_lock(&monitor->mutex);

	(void)item;
	if (r < 0)
		return r;
	monitor->woken = true;
	pthread_cond_signal(&monitor->changed);
	return -pthread_mutex_unlock(&monitor->mutex);
}

static inline int shm_condvar_sleep(struct channel *ch, struct item item)
{
	struct monitor *monitor = ring_bed(ch, ch->side);
	int r = -pthread_mutex_lock(&monitor->mutex);

	(void)item;
	while (r == 0 && !monitor->woken)
		r = -pthread_cond_wait(&monitor->changed, &monitor->mutex);
	if (r < 0)
		return r;
	monitor->woken = false;
	return -pthread_mutex_unlock(&monitor->mutex);
}

static inline int shm_condvar_give(struct channel *ch, struct item item)
{
	return ring_give_asleep(ch, item, shm_condvar_wake);
}

static inline int shm_condvar_wait(struct channel *ch, struct item item)
{
	return ring_wait_asleep(ch, item, shm_condvar_sleep);
}

RING_MECHANISM(shm_condvar_give, shm_condvar_wait)

static int shm_condvar_create(struct channel *ch)
{
	int r = ring_create(ch);

	for (enum side side = CLIENT; side < SIDE_COUNT && r == 0; side++)
		r = monitor_create(ring_bed(ch, side));
	return r;
}

const struct mechanism mechanism_shm_condvar = {
	.name = "shm-condvar",
	.summary = "a ring in shared memory, a mutex and a condition variable to wait",
	.waits = WAITS(WAIT_BLOCK),
	.knobs = ring_knobs,
	.create = shm_condvar_create,
	RING_DESCRIPTION_PLAIN,
};
