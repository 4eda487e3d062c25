/* SPDX-License-Identifier: MIT */
/*
 * tcp: a TCP connection over the loopback interface, or to another host.
 *
 * One connection carries both directions, a stream without message boundaries.  It is
 * named by address and port, and open to anyone who can reach them.  Of the stream
 * mechanisms it is the one that goes on working unchanged when the processes move to
 * different hosts.  The data lies in the kernel, in the receiver's buffer or, when that
 * is full, in the sender's; both grow by themselves until somebody sets their size.  When
 * the peer dies reads see the end of file, or ECONNRESET if it left something unread, and
 * writes get SIGPIPE, EPIPE.
 */
#include "loop.h"
#include "socket/inet.h"
#include "socket/tcp_hosts.h"

static const struct knob tcp_knobs[] = {TCP_BUFFER_KNOB, FD_CHUNK_KNOB, {0}};

MECHANISM_LOOPS(fd_send, fd_recv);

const struct mechanism mechanism_tcp = {
	.name = "tcp",
	.summary = "a TCP connection over loopback, TCP_NODELAY set",
	.family = "socket",
	.traits = MECH_NAMED,
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.variants = inet_variants,
	.access = "anyone",
	.knobs = tcp_knobs,
	.state_size = sizeof(struct fd_state),
	.create = tcp_create,
	.attach = fd_attach,
	.destroy = fd_destroy,
	.hosts = &tcp_hosts,
	.loops = &loops,
};
