/* SPDX-License-Identifier: MIT */
/*
 * Sending real-time signals that are queued, however they are received.
 *
 * rt_sigqueueinfo() is the system call behind sigqueue(), which makes two more each time,
 * to ask for the process and user number that the receiver is told: 8 % of a round trip.
 * Where nothing but the signal is sent, tgkill() needs no siginfo_t from the sender and
 * fails with EAGAIN as well when too many signals are pending.  kill() is as fast, but
 * loses the signal then and says that all is well.
 */
#pragma once

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

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

/* Fills in what every signal of this process says of its sender.  The state of a
 * mechanism whose signals carry a message begins with this. */
static inline void rt_signal_sign(siginfo_t *info)
{
	info->si_code = SI_QUEUE;
	info->si_pid = getpid();
	info->si_uid = getuid();
}

/* Whether to send again what could not be sent: 0, or -errno. */
static inline int rt_signal_retry(void)
{
	if (errno != EAGAIN)
		return -errno;
	sched_yield();
	return 0;
}

/* Sends the message at out, of at most sizeof(union sigval) bytes. */
static inline int rt_signal_send(struct channel *ch)
{
	siginfo_t *info = ch->state;
	int r = 0;

	memcpy(&info->si_value, ch->out, ch->size);
	while (r == 0 && syscall(SYS_rt_sigqueueinfo, ch->peer, RT_SIGNAL, info) < 0)
		r = rt_signal_retry();
	return r;
}

/* Sends a token to the peer's first thread, which is all it has. */
static inline int rt_signal_send_token(struct channel *ch)
{
	int r = 0;

	while (r == 0 && syscall(SYS_tgkill, ch->peer, ch->peer, RT_SIGNAL) < 0)
		r = rt_signal_retry();
	return r;
}
