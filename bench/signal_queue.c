/* SPDX-License-Identifier: MIT */
/*
 * signal-queue: a queued real-time signal for each message.
 *
 * sigqueue() sends a number or a pointer along with the signal: that is the
 * payload, and all there is.  Any process of the same user may send; only the
 * process itself receives.  Real-time signals of one number arrive all and in
 * order, as long as fewer than RLIMIT_SIGPENDING are pending for the user;
 * past that sigqueue() fails with EAGAIN and there is nothing to wait for but
 * the receiver's next turn.  The receiver blocks the signal and takes it with
 * sigwaitinfo(), so that no handler ever runs.
 */
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "loop.h"

/* As many signals may be pending as this: the limit is one for all of the user's
 * processes, and filling it up would be felt by them. */
#define PENDING_MAX 1024

struct signal_state {
	sigset_t set;
};

static int signal_create(struct channel *ch)
{
	ch->buffer = 0;
	if (ch->size <= sizeof(union sigval))
		return 0;
	ch->limit = "sizeof-sigval";
	return -EMSGSIZE;
}

static int signal_attach(struct channel *ch)
{
	struct signal_state *st = ch->state;
	struct rlimit pending;

	sigemptyset(&st->set);
	sigaddset(&st->set, SIGRTMIN);
	if (sigprocmask(SIG_BLOCK, &st->set, NULL) < 0 ||
	    getrlimit(RLIMIT_SIGPENDING, &pending) < 0)
		return -errno;

	/* The receiver's limit is the one that counts. */
	if (pending.rlim_cur > PENDING_MAX)
		pending.rlim_cur = PENDING_MAX;
	return setrlimit(RLIMIT_SIGPENDING, &pending) < 0 ? -errno : 0;
}

static inline int signal_send(struct channel *ch)
{
	union sigval value = {0};

	memcpy(&value, ch->out, ch->size);
	while (sigqueue(ch->peer, SIGRTMIN, value) < 0) {
		if (errno != EAGAIN)
			return -errno;
		sched_yield();
	}
	return 0;
}

static inline int signal_recv(struct channel *ch)
{
	const struct signal_state *st = ch->state;
	siginfo_t info = {0};

	/* Anyone may send us this signal; only the peer's is a message. */
	while (sigwaitinfo(&st->set, &info) < 0 || info.si_pid != ch->peer)
		if (info.si_pid == 0 && errno != EINTR)
			return -errno;
	memcpy(ch->in, &info.si_value, ch->size);
	return 0;
}

MECHANISM_LOOPS(signal_send, signal_recv);

const struct mechanism mechanism_signal_queue = {
	.name = "signal-queue",
	.summary = "queued real-time signals, up to 8 bytes in the signal's value",
	.family = "signal",
	.traits = MECH_BOUNDARIES,
	.waits = WAITS(WAIT_BLOCK),
	.state_size = sizeof(struct signal_state),
	.create = signal_create,
	.attach = signal_attach,
	.loops = &loops,
};
