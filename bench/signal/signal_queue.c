/* SPDX-License-Identifier: MIT */
/*
 * signal-queue: a queued real-time signal for each message.
 *
 * sigqueue() sends a number or a pointer along with the signal: that is the
 * payload, and all there is (rt_signal.h makes its system call directly).  Any process of
 * the same user may send; only the process itself receives.  Real-time signals of one
 * number arrive all and in order, as long as fewer than RLIMIT_SIGPENDING are pending for
 * the user; past that sigqueue() fails with EAGAIN and there is nothing to wait for but
 * the receiver's next turn.  The receiver blocks the signal and takes it with
 * sigwaitinfo(), so that no handler ever runs.  Signalling a dead process fails
 * with ESRCH; a waiting receiver is not told.
 */
#include "loop.h"
#include "signal/rt_signal.h"

struct signal_state {
	siginfo_t info; /* of what it sends */
	sigset_t set;
};

static int signal_attach(struct channel *ch)
{
	struct signal_state *st = ch->state;
	sigset_t before;

	rt_signal_sign(&st->info);
	return rt_signal_block(&st->set, &before);
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

MECHANISM_LOOPS(rt_signal_send, signal_recv);

const struct mechanism mechanism_signal_queue = {
	.name = "signal-queue",
	.summary = "queued real-time signals, up to 8 bytes in the signal's value",
	.family = "signal",
	.traits = MECH_BOUNDARIES,
	.waits = WAITS(WAIT_BLOCK),
	.access = "same-user",
	.state_size = sizeof(struct signal_state),
	.create = rt_signal_create,
	.attach = signal_attach,
	.loops = &loops,
};
