/* SPDX-License-Identifier: MIT */
/*
 * udp: UDP datagrams over the loopback interface, or to another host.
 *
 * Two sockets, each named by its address and port and connected to the other, carry both
 * directions.  Messages keep their boundaries and are at most 65,507 bytes long.  The
 * data lies in the kernel, in the receiver's SO_RCVBUF.  What arrives while that is full
 * is thrown away, and nobody is told: a sender never waits, so a stream loses whatever
 * its receiver has no time for.  On loopback little else can be lost or overtaken;
 * between hosts anything can.  Anyone who can reach the port may send to it, but a
 * connected socket takes only what its peer sends.  When the peer is dead senders get
 * ECONNREFUSED; a waiting receiver is not told.
 */
#include "socket/datagram.h"
#include "socket/inet.h"
#include "socket/udp_hosts.h"

/* Binds both ends first: each needs the other's address. */
static int udp_connect(struct channel *ch, int ends[SIDE_COUNT])
{
	union address address[SIDE_COUNT] = {inet_loopback(ch), inet_loopback(ch)};
	int r = 0;

	for (enum side side = CLIENT; side < SIDE_COUNT && r == 0; side++) {
		r = inet_open(ch, SOCK_DGRAM, &ends[side]);
		if (r == 0)
			r = connection_bind(ends[side], &address[side]);
	}
	if (r == 0)
		r = connection_connect(ends[CLIENT], &address[SERVER]);
	return r < 0 ? r : connection_connect(ends[SERVER], &address[CLIENT]);
}

static int udp_create(struct channel *ch)
{
	struct fd_state *st = ch->state;
	int r = udp_connect(ch, st->in);

	fd_both_ways(st);
	if (r == 0)
		r = socket_store_buffer(ch, st->in[SERVER], SO_RCVBUF);
	if (r == 0)
		r = datagram_probe(ch);
	if (r == -EMSGSIZE)
		ch->limit = "udp-datagram";
	return inet_refuse(ch, r);
}

MECHANISM_LOSSY_LOOPS(datagram_put, datagram_take);

const struct mechanism mechanism_udp = {
	.name = "udp",
	.summary = "UDP datagrams over loopback; what is lost is counted",
	.family = "socket",
	.traits = MECH_LOSSY | MECH_BOUNDARIES | MECH_NAMED,
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.variants = inet_variants,
	.access = "anyone",
	.state_size = sizeof(struct fd_state),
	.create = udp_create,
	.attach = datagram_attach_lossy,
	.destroy = fd_destroy,
	.hosts = &udp_hosts,
	.loops = &loops,
};
