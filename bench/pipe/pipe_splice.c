/* SPDX-License-Identifier: MIT */
/*
 * pipe-splice: pipes into which the sender's pages are mapped, not copied.
 *
 * vmsplice() puts references to the pages of a message into the pipe; the receiver
 * reads, which is the only copy.  There is no way to do without: vmsplice() at the
 * reading end copies just the same, and splice() moves pages to files and sockets, but
 * never into memory.  Apart from that it is a pipe: one way, no name, no boundaries,
 * an end of file or SIGPIPE, EPIPE when the peer is gone.
 *
 * What the sender writes into a page shows in the pipe for as long as the page is in
 * it, and nobody tells when it has left.  So the sender goes round as many buffers as
 * it takes for a page to be pushed out before its turn comes again: a pipe holds as
 * many pages as its capacity has, and each message begins a page.  A message of one
 * byte takes a page of the capacity, too.
 */
#include <sys/mman.h>
#include <sys/uio.h>

#include "common/fd.h"
#include "loop.h"

struct splice_state {
	struct fd_state fds;
	char *buffers; /* this side's */
	size_t stride; /* from one buffer to the next: whole pages */
	size_t count;
	size_t next; /* the buffer that out points at */
};

/* Without vmsplice() in the kernel even nothing cannot be passed on. */
static int splice_create(struct channel *ch)
{
	struct splice_state *st = ch->state;
	struct fd_state *fds = &st->fds;
	int r = fd_open_pipe(ch, &fds->in[SERVER], &fds->out[CLIENT]);

	if (r == 0)
		r = fd_open_pipe(ch, &fds->in[CLIENT], &fds->out[SERVER]);
	if (r == 0 && vmsplice(fds->out[CLIENT], NULL, 0, 0) < 0)
		r = -errno;
	return r;
}

/* So many buffers that all but one of them fill the pipe. */
static int splice_attach(struct channel *ch)
{
	struct splice_state *st = ch->state;
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);

	st->stride = (ch->size + page - 1) / page * page;
	st->count = (ch->buffer + st->stride - 1) / st->stride + 1;
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
	int r = 0;

	while (r == 0 && rest.iov_len > 0) {
		ssize_t n = vmsplice(st->fds.out[ch->side], &rest, 1, flags);

		if (n < 0) {
			r = call_retry(ch);
			continue;
		}
		rest.iov_base = (char *)rest.iov_base + n;
		rest.iov_len -= (size_t)n;
	}
	st->next = (st->next + 1) % st->count;
	ch->out = st->buffers + st->next * st->stride;
	return r;
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
