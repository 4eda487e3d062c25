/* SPDX-License-Identifier: MIT */
/*
 * signalfd: queued real-time signals, read from a descriptor.
 *
 * As signal-queue, with a number of 8 bytes for payload, but the receiver reads the
 * pending signals as data, from a descriptor that poll() can wait for together with
 * others.  The descriptor shows each process its own signals, so every side makes
 * its own.  The signal has to be blocked, or it is delivered instead.
 */
#include <sys/signalfd.h>

#include "common/fd.h"
#include "loop.h"
#include "signal/rt_signal.h"

struct signalfd_state {
	siginfo_t info; /* of what it sends */
	int fd;		/* this side's */
};

static int signalfd_attach(struct channel *ch)
{
	struct signalfd_state *st = ch->state;
	sigset_t set, before;
	int r = rt_signal_block(&set, &before);

	if (r < 0)
		return r;
	rt_signal_sign(&st->info);
	st->fd = signalfd(-1, &set,
			  SFD_CLOEXEC | (ch->wait == WAIT_BLOCK ? 0 : SFD_NONBLOCK));
	return st->fd < 0 ? -errno : 0;
}

static inline int signalfd_recv(struct channel *ch)
{
	const struct signalfd_state *st = ch->state;
	struct signalfd_siginfo info = {0};
	int r = 0;

	/* Anyone may send us this signal; only the peer's is a message. */
	while (r == 0 && (read(st->fd, &info, sizeof(info)) < 0 ||
			  info.ssi_pid != (uint32_t)ch->peer))
		r = info.ssi_pid == 0 ? call_retry(ch) : 0;

	const union sigval value = {.sival_ptr = (void *)(uintptr_t)info.ssi_ptr};

	memcpy(ch->in, &value, ch->size);
	return r;
}

MECHANISM_LOOPS(rt_signal_send, signalfd_recv);

const struct mechanism mechanism_signalfd = {
	.name = "signalfd",
	.summary = "queued real-time signals read from a signalfd, up to 8 bytes each",
	.family = "signal",
	.traits = MECH_BOUNDARIES,
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.access = "same-user",
	.state_size = sizeof(struct signalfd_state),
	.create = rt_signal_create,
	.attach = signalfd_attach,
	.loops = &loops,
};
