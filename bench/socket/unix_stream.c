/* SPDX-License-Identifier: MIT */
/*
 * unix-stream: a connected pair of Unix domain stream sockets.
 *
 * One socket carries both directions, a stream without message boundaries.  socketpair()
 * makes it without a name, for processes that inherit its ends or are sent them; with a
 * path or an abstract name any process may connect (see common/unix_socket.h).  The data
 * lies in the kernel.  What the sender has written and the receiver not yet read is
 * charged to the sender's SO_SNDBUF; the receiver's SO_RCVBUF does not matter.  When the
 * peer dies reads see the end of file and writes get SIGPIPE, EPIPE.
 */
#include "common/unix_socket.h"
#include "loop.h"

static int unix_stream_create(struct channel *ch)
{
	return unix_socket_create(ch, SOCK_STREAM);
}

static const struct knob unix_stream_knobs[] = {
	UNIX_SOCKET_BUFFER_KNOB,
	FD_CHUNK_KNOB,
	{0},
};

MECHANISM_LOOPS(fd_send, fd_recv);

const struct mechanism mechanism_unix_stream = {
	.name = "unix-stream",
	.summary = "Unix domain stream sockets",
	.family = "socket",
	.traits = MECH_NAMED,
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.variants = unix_socket_variants,
	.access = "by-variant",
	.knobs = unix_stream_knobs,
	.state_size = sizeof(struct fd_state),
	.create = unix_stream_create,
	.attach = fd_attach,
	.destroy = fd_destroy,
	.loops = &loops,
};
