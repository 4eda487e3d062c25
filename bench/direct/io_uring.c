/* SPDX-License-Identifier: MIT */
/*
 * io-uring: a pair of Unix domain stream sockets, driven through liburing.
 *
 * A ring is two queues in memory that a process shares with the kernel: requests go into
 * one, results come out of the other, and io_uring_enter() submits and waits.  A message
 * costs one such call at either end, as it does with write() and read().  What a ring
 * gains is many requests for one call, and here each request waits for the one before.
 * The sockets are those of unix-stream: they carry both directions without message
 * boundaries, named or not by variant, and the data lies in the kernel.  Administrators
 * and containers often forbid rings.  When the peer dies receiving gives 0 bytes, and
 * sending EPIPE.
 */
#include <liburing.h>

#include "common/unix_socket.h"
#include "loop.h"

#define PART_MAX (1u << 30) /* bytes in one request, whose result is an int */

struct uring_state {
	struct fd_state fds;
	struct io_uring ring;
};

static int uring_create(struct channel *ch)
{
	return unix_socket_create(ch, SOCK_STREAM);
}

/* Which limit forbids rings.  The sysctl came with Linux 6.6. */
static const char *uring_limit(void)
{
	int fd = open("/proc/sys/kernel/io_uring_disabled", O_RDONLY | O_CLOEXEC);
	char value;
	const bool disabled = read(fd, &value, 1) == 1 && value != '0';

	fd_close(&fd);
	return disabled ? "kernel.io_uring_disabled" : "seccomp";
}

/* A side that sleeps for a result need not be interrupted by it (6 % cheaper); one that
 * only looks for it has to be.  The sockets stay blocking ones, because requests on
 * others fail with EAGAIN. */
static int uring_attach(struct channel *ch)
{
	struct uring_state *st = ch->state;
	const unsigned defer = ch->wait == WAIT_BLOCK ? IORING_SETUP_DEFER_TASKRUN : 0;
	int r;

	fd_close_side(&st->fds, side_peer(ch->side));
	r = io_uring_queue_init(1, &st->ring, IORING_SETUP_SINGLE_ISSUER | defer);
	if (r == -EPERM)
		ch->limit = uring_limit();
	if (r != -EINVAL)
		return r;
	ch->limit = "linux-6.1"; /* the first with these two settings */
	return -EOPNOTSUPP;
}

/* Submits the request that was prepared; the number of bytes that passed, or -errno. */
static inline int uring_finish(const struct channel *ch, struct io_uring *ring)
{
	struct io_uring_cqe *cqe;
	int r;

	for (;;) {
		r = ch->wait == WAIT_BLOCK ? io_uring_submit_and_wait(ring, 1)
					   : io_uring_submit(ring);
		if (r < 0 && r != -EINTR)
			return r;
		if (io_uring_peek_cqe(ring, &cqe) == 0)
			break;
		if (ch->wait == WAIT_YIELD)
			sched_yield();
	}
	r = cqe->res;
	io_uring_cqe_seen(ring, cqe);
	return r;
}

/* Passes the whole message: without MSG_WAITALL a request may end with a part of it. */
static inline int uring_pass(struct channel *ch, bool send, char *at)
{
	struct uring_state *st = ch->state;
	const int fd = st->fds.in[ch->side]; /* for both directions */
	const char *end = at + ch->size;
	int n;

	for (; at < end; at += n) {
		const size_t size = end - at < PART_MAX ? (size_t)(end - at) : PART_MAX;
		struct io_uring_sqe *sqe = io_uring_get_sqe(&st->ring);

		if (send)
			io_uring_prep_send(sqe, fd, at, size, MSG_WAITALL);
		else
			io_uring_prep_recv(sqe, fd, at, size, MSG_WAITALL);
		n = uring_finish(ch, &st->ring);
		if (n <= 0)
			return n < 0 ? n : -EPIPE;
	}
	return 0;
}

static inline int uring_send(struct channel *ch)
{
	return uring_pass(ch, true, ch->out);
}

static inline int uring_recv(struct channel *ch)
{
	return uring_pass(ch, false, ch->in);
}

MECHANISM_LOOPS(uring_send, uring_recv);

const struct mechanism mechanism_io_uring = {
	.name = "io-uring",
	.summary = "Unix domain stream sockets through io_uring",
	.family = "direct",
	.traits = MECH_NAMED,
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.variants = unix_socket_variants,
	.access = "by-variant",
	.knobs = unix_socket_knobs,
	.state_size = sizeof(struct uring_state),
	.create = uring_create,
	.attach = uring_attach,
	.destroy = fd_destroy,
	.loops = &loops,
};
