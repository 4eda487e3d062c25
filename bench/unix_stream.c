/* SPDX-License-Identifier: MIT */
/*
 * unix-stream: a connected pair of Unix domain stream sockets.
 *
 * One socket carries both directions.  It is a stream without message
 * boundaries.  socketpair() gives it no name, so only relatives and receivers
 * of its descriptors can use it.  What the sender has written and the receiver
 * not yet read is charged to the sender's SO_SNDBUF; the receiver's SO_RCVBUF
 * does not matter.  After the peer is gone reads see the end of file and writes
 * get SIGPIPE, EPIPE.
 */
#include <sys/socket.h>

#include "fd.h"
#include "loop.h"
#include "socket.h"

static int unix_stream_create(struct channel *ch)
{
	struct fd_state *st = ch->state;
	int ends[SIDE_COUNT];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return -errno;
	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		st->in[side] = st->out[side] = ends[side];
	return socket_size_buffers(ch, ends);
}

MECHANISM_LOOPS(fd_send, fd_recv);

const struct mechanism mechanism_unix_stream = {
	.name = "unix-stream",
	.summary = "Unix domain stream sockets",
	.family = "socket",
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.state_size = sizeof(struct fd_state),
	.create = unix_stream_create,
	.attach = fd_attach,
	.destroy = fd_destroy,
	.loops = &loops,
};
