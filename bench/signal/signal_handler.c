/* SPDX-License-Identifier: MIT */
/*
 * signal-handler: a signal for each token, caught by a handler.
 *
 * What signals were made for: the receiver is interrupted wherever it is, here in
 * sigsuspend(), which lets the signal through for as long as it waits; blocked the
 * rest of the time, the signal cannot slip in between looking and sleeping.  It is a
 * real-time one, as standard signals merge while they are pending, and would lose
 * tokens of a stream; RLIMIT_SIGPENDING bounds how many are pending.  Any process of
 * the same user may send, to a process number and so one way.  A handler runs on the
 * stack of what it interrupts and may call next to nothing; entering and leaving it
 * is work that signal-queue and signalfd do not have.  Signalling a dead
 * process fails with ESRCH; a waiting receiver is not told.
 */
#include "loop.h"
#include "signal/rt_signal.h"

struct signal_handler_state {
	sigset_t open; /* to wait with */
};

/* All that a handler is given is the signal: it can reach nothing but statics. */
static volatile pid_t signal_sender;

static void signal_caught(int number, siginfo_t *info, void *context)
{
	(void)number, (void)context;
	signal_sender = info->si_pid;
}

static int signal_handler_attach(struct channel *ch)
{
	struct signal_handler_state *st = ch->state;
	const struct sigaction action = {
		.sa_sigaction = signal_caught,
		.sa_flags = SA_SIGINFO,
	};
	sigset_t set;
	int r = rt_signal_block(&set, &st->open);

	sigdelset(&st->open, RT_SIGNAL);
	if (r == 0 && sigaction(RT_SIGNAL, &action, NULL) < 0)
		r = -errno;
	return r;
}

/* One sigsuspend() lets one signal in: the next finds itself blocked, by the handler
 * first, then by the old mask. */
static inline int signal_handler_recv(struct channel *ch)
{
	const struct signal_handler_state *st = ch->state;

	/* Anyone may send us this signal; only the peer's is a token. */
	do {
		signal_sender = 0;
		sigsuspend(&st->open);
	} while (signal_sender != ch->peer);
	return 0;
}

MECHANISM_LOOPS(rt_signal_send_token, signal_handler_recv);

const struct mechanism mechanism_signal_handler = {
	.name = "signal-handler",
	.summary = "real-time signals, caught by a handler",
	.family = "signal",
	.traits = MECH_TOKEN,
	.waits = WAITS(WAIT_BLOCK),
	.access = "same-user",
	.state_size = sizeof(struct signal_handler_state),
	.create = rt_signal_create,
	.attach = signal_handler_attach,
	.loops = &loops,
};
