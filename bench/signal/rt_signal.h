/* SPDX-License-Identifier: MIT */
/*
 * Sending and counting on queued real-time signals, however they are received.
 *
 * With sigqueue(), not kill(): when too many are pending, kill() loses the signal
 * and says that all is well.
 */
#pragma once

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "mechanism.h"

#define RT_SIGNAL SIGRTMIN

/* As many signals may be pending as this: the limit is one for all of the user's
 * processes, and filling it up would be felt by them. */
#define PENDING_MAX 1024

/* All that a signal carries is a number or a pointer. */
static inline int rt_signal_create(struct channel *ch)
{
	struct rlimit pending;

	ch->buffer = 0;
	if (getrlimit(RLIMIT_SIGPENDING, &pending) == 0 && pending.rlim_cur == 0) {
		ch->limit = "RLIMIT_SIGPENDING";
		return -EAGAIN;
	}
	if (ch->size <= sizeof(union sigval))
		return 0;
	ch->limit = "sizeof-sigval";
	return -EMSGSIZE;
}

/* Blocks the signal, so that it stays pending until it is taken; *before is what
 * was blocked already. */
static inline int rt_signal_block(sigset_t *set, sigset_t *before)
{
	struct rlimit pending;

	sigemptyset(set);
	sigaddset(set, RT_SIGNAL);
	if (sigprocmask(SIG_BLOCK, set, before) < 0 ||
	    getrlimit(RLIMIT_SIGPENDING, &pending) < 0)
		return -errno;

	/* The receiver's limit is the one that counts. */
	if (pending.rlim_cur > PENDING_MAX)
		pending.rlim_cur = PENDING_MAX;
	return setrlimit(RLIMIT_SIGPENDING, &pending) < 0 ? -errno : 0;
}

/* Sends the message at out, of at most sizeof(union sigval) bytes. */
static inline int rt_signal_send(struct channel *ch)
{
	union sigval value = {0};

	memcpy(&value, ch->out, ch->size);
	while (sigqueue(ch->peer, RT_SIGNAL, value) < 0) {
		if (errno != EAGAIN)
			return -errno;
		sched_yield();
	}
	return 0;
}
