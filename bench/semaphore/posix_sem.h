/* SPDX-License-Identifier: MIT */
/*
 * Tokens by POSIX semaphores, however the two came to be.
 */
#pragma once

#include <errno.h>
#include <sched.h>
#include <semaphore.h>

#include "common/retry.h"
#include "loop.h"

struct posix_sem_state {
	sem_t *semaphore[SIDE_COUNT]; /* what this side takes from */
};

/* Waits when the semaphore is at SEM_VALUE_MAX: nothing tells when it no longer is. */
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
	int r = 0;

	while (r == 0 && (ch->wait == WAIT_BLOCK ? sem_wait(own) : sem_trywait(own)) < 0)
		r = call_retry(ch);
	return r;
}
