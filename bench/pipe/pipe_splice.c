/* SPDX-License-Identifier: MIT */
/*
 * pipe-splice: pipes into which the sender's pages are mapped, not copied.
 *
 * vmsplice() puts references to the pages of a message into the pipe, and the receiver
 * reads them, which is the only copy.  That one cannot be avoided: vmsplice() at the
 * reading end copies as well, and splice() moves pages to files and sockets, but never
 * into memory.  The data lies in the sender's own memory until it is read.  Otherwise it
 * is a pipe: one way, no name, for processes that inherit its ends or are sent them, no
 * message boundaries, an end of file or SIGPIPE, EPIPE when the peer dies.
 *
 * What the sender writes into a page shows in the pipe for as long as the page is there,
 * and nothing tells when it has left.  So the sender uses buffers in turn, enough of them
 * for a page to be pushed out before its turn comes again: a pipe holds as many pages as
 * its capacity has, and each message begins a new page.  Even a message of one byte takes
 * a page of the capacity.
 */
#include <sys/mman.h>
#include <sys/uio.h>

#include "loop.h"
#include "pipe/pipes.h"

struct splice_state {
	struct fd_state fds;
	char *buffers; /* this side's */
	size_t stride; /* from one buffer to the next: whole pages */
	size_t count;
	size_t next; /* the buffer that out points at */
};

/* Passes on nothing, to see whether the kernel has vmsplice(). */
static int splice_create(struct channel *ch)
{
	const struct fd_state *fds = ch->state;
	int r = pipe_create(ch);

	return r == 0 && vmsplice(fds->out[CLIENT], NULL, 0, 0) < 0 ? -errno : r;
}

/* Makes one buffer more than fill the pipe. */
static int splice_attach(struct channel *ch)
{
	struct splice_state *st = ch->state;
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	const int room = fcntl(st->fds.out[ch->side], F_GETPIPE_SZ);

	if (room < 0)
		return -errno;
	st->stride = (ch->size + page - 1) / page * page;
	st->count = ((size_t)room + st->stride - 1) / st->stride + 1;
	st->buffers = mmap(NULL, st->count * st->stride, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (st->buffers == MAP_FAILED)
		return -errno;
	ch->out = st->buffers;
	return fd_attach(ch);
}

static inline int splice_send(struct channel *ch)
{
	struct splice_state *st = ch->state;
	const unsigned flags = ch->wait == WAIT_BLOCK ? 0 : SPLICE_F_NONBLOCK;
	struct iovec rest = {ch->out, ch->size};

	while (rest.iov_len > 0) {
		ssize_t n;
		int r = UNTIL_DONE(ch,
				   n = vmsplice(st->fds.out[ch->side], &rest, 1, flags));

		if (r < 0)
			return r;
		rest.iov_base = (char *)rest.iov_base + n;
		rest.iov_len -= (size_t)n;
	}
	st->next = (st->next + 1) % st->count;
	ch->out = st->buffers + st->next * st->stride;
	return 0;
}

MECHANISM_LOOPS(splice_send, fd_recv);

const struct mechanism mechanism_pipe_splice = {
	.name = "pipe-splice",
	.summary = "anonymous pipes that take the sender's pages by vmsplice()",
	.family = "pipe",
	.traits = MECH_ONE_WAY,
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.state_size = sizeof(struct splice_state),
	.create = splice_create,
	.attach = splice_attach,
	.destroy = fd_destroy,
	.loops = &loops,
};
