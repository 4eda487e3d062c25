/* SPDX-License-Identifier: MIT */
/*
 * unix-seqpacket: a connected pair of Unix domain sequenced-packet sockets.
 *
 * A connection like a stream's, with accept() and an end, but with message boundaries
 * like datagrams': one socket carries both directions, and messages arrive whole and in
 * order.  The data lies in the kernel, and the sender's SO_SNDBUF bounds both one message
 * and all that are under way.  socketpair() makes it for processes that inherit its ends
 * or are sent them; with a path or an abstract name any process may connect (see
 * common/unix_socket.h).  When the peer dies receivers see the end, which looks like an
 * empty message, and senders get SIGPIPE, EPIPE.
 */
#include "common/unix_socket.h"
#include "loop.h"
#include "socket/datagram.h"

static int unix_seqpacket_create(struct channel *ch)
{
	int r = unix_socket_create(ch, SOCK_SEQPACKET);

	return r < 0 ? r : datagram_probe(ch);
}

MECHANISM_LOOPS(datagram_send, datagram_recv);

const struct mechanism mechanism_unix_seqpacket = {
	.name = "unix-seqpacket",
	.summary = "Unix domain sockets with a connection and message boundaries",
	.family = "socket",
	.traits = MECH_BOUNDARIES | MECH_NAMED,
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.variants = unix_socket_variants,
	.access = "by-variant",
	.knobs = unix_socket_knobs,
	.state_size = sizeof(struct fd_state),
	.create = unix_seqpacket_create,
	.attach = fd_attach,
	.destroy = fd_destroy,
	.loops = &loops,
};
