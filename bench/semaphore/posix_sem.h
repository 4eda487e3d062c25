/* SPDX-License-Identifier: MIT */
/*
 * Tokens by POSIX semaphores, whichever way they were made.
 */
#pragma once

#include <semaphore.h>

#include "common/retry.h"
#include "common/shared_memory.h"
#include "loop.h"

struct posix_sem_state {
	struct shared_memory memory;  /* of unnamed ones */
	sem_t *semaphore[SIDE_COUNT]; /* what that side takes from */
};

/* Waits while the semaphore is at SEM_VALUE_MAX: nothing tells when it no longer is. */
static inline int posix_sem_send(struct channel *ch)
{
	const struct posix_sem_state *st = ch->state;

	while (sem_post(st->semaphore[side_peer(ch->side)]) < 0) {
		if (errno != EOVERFLOW)
			return -errno;
		sched_yield();
	}
	return 0;
}

static inline int posix_sem_recv(struct channel *ch)
{
	const struct posix_sem_state *st = ch->state;
	sem_t *own = st->semaphore[ch->side];

	return UNTIL_DONE(ch, ch->wait == WAIT_BLOCK ? sem_wait(own) : sem_trywait(own));
}
