/* SPDX-License-Identifier: MIT */
/*
 * unix-dgram: a connected pair of Unix domain datagram sockets.
 *
 * One socket carries both directions and keeps message boundaries.  Unlike UDP's, these
 * datagrams are neither lost nor overtaken: a sender waits while
 * net.unix.max_dgram_qlen messages (10 in most places) are in the receiver's queue, or
 * while its own SO_SNDBUF, which also bounds one message, is used up.  The data lies in
 * the kernel.  socketpair() makes it for processes that inherit its ends or are sent
 * them; with a path or an abstract name any process may send (see common/unix_socket.h).
 * Sending to a dead peer fails with ECONNREFUSED or ENOTCONN; a waiting receiver is not
 * told.
 */
#include "common/unix_socket.h"
#include "loop.h"
#include "socket/datagram.h"

static int unix_dgram_create(struct channel *ch)
{
	int r = unix_socket_create(ch, SOCK_DGRAM);

	return r < 0 ? r : datagram_probe(ch);
}

MECHANISM_LOOPS(datagram_send, datagram_recv);

const struct mechanism mechanism_unix_dgram = {
	.name = "unix-dgram",
	.summary = "Unix domain datagram sockets",
	.family = "socket",
	.traits = MECH_BOUNDARIES | MECH_NAMED,
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.variants = unix_socket_variants,
	.access = "by-variant",
	.knobs = unix_socket_knobs,
	.state_size = sizeof(struct fd_state),
	.create = unix_dgram_create,
	.attach = fd_attach,
	.destroy = fd_destroy,
	.loops = &loops,
};
