/* SPDX-License-Identifier: MIT */
/*
 * zeromq: a pair of ZeroMQ sockets (PAIR) over the ipc transport.
 *
 * They carry whole messages in both directions over a Unix domain socket, whose path
 * stays until it is removed and which its mode lets others open.  A thread of each
 * process sends and receives, so that each message wakes two sleepers more.  Messages are
 * built and read in place, in the library's memory.  1000 of them may wait at each end
 * (ZMQ_SNDHWM, ZMQ_RCVHWM); fewer are faster, as they stay in the cache.  Neither side is
 * told when the other dies: both sending and receiving wait for another to connect.
 */
#include <limits.h>
#include <zmq.h>

#include "library/ipc_path.h"
#include "loop.h"

#define DEPTH 1000	       /* messages at each end, the library's default ... */
#define DEPTH_BYTES (16 << 20) /* ... unless they are more bytes than this */

struct zeromq_state {
	struct ipc_path path;
	void *socket;
	zmq_msg_t out, in;
};

static int zeromq_create(struct channel *ch)
{
	const size_t most = ch->buffer ? INT_MAX : DEPTH;
	size_t depth = (ch->buffer ? ch->buffer : DEPTH_BYTES) / ch->size;

	depth = depth < 1 ? 1 : depth > most ? most : depth;
	ch->buffer = depth * ch->size;
	return ipc_path_create(ch);
}

static int zeromq_open(struct channel *ch)
{
	struct zeromq_state *st = ch->state;
	const int depth = (int)(ch->buffer / ch->size);
	void *context = zmq_ctx_new();

	st->socket = context ? zmq_socket(context, ZMQ_PAIR) : NULL;
	if (!st->socket ||
	    zmq_setsockopt(st->socket, ZMQ_SNDHWM, &depth, sizeof(depth)) < 0 ||
	    zmq_setsockopt(st->socket, ZMQ_RCVHWM, &depth, sizeof(depth)) < 0 ||
	    zmq_msg_init(&st->in) < 0)
		return -errno;
	return 0;
}

/* Connecting returns at once, so an empty message tells when it is done. */
static int zeromq_meet(struct channel *ch)
{
	struct zeromq_state *st = ch->state;
	char url[IPC_PATH_URL_SIZE];
	int r = ipc_path_url(ch, url);

	if (r < 0)
		return r;
	if ((ch->side == SERVER ? zmq_bind : zmq_connect)(st->socket, url) < 0)
		return -errno;
	if (ch->side == CLIENT)
		return zmq_recv(st->socket, NULL, 0, 0) < 0 ? -errno : ipc_path_ready(ch);
	r = ipc_path_ready(ch);
	return r == 0 && zmq_send(st->socket, NULL, 0, 0) < 0 ? -errno : r;
}

/* The next message is built in the library's memory. */
static inline int zeromq_renew(struct channel *ch)
{
	struct zeromq_state *st = ch->state;

	if (zmq_msg_init_size(&st->out, ch->size) < 0)
		return -errno;
	ch->out = zmq_msg_data(&st->out);
	return 0;
}

static int zeromq_attach(struct channel *ch)
{
	int r = zeromq_open(ch);

	if (r == 0)
		r = zeromq_meet(ch);
	return r < 0 ? r : zeromq_renew(ch);
}

static inline int zeromq_send(struct channel *ch)
{
	struct zeromq_state *st = ch->state;

	while (zmq_msg_send(&st->out, st->socket, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return zeromq_renew(ch);
}

static inline int zeromq_recv(struct channel *ch)
{
	struct zeromq_state *st = ch->state;

	while (zmq_msg_recv(&st->in, st->socket, 0) < 0)
		if (errno != EINTR)
			return -errno;
	ch->in = zmq_msg_data(&st->in);
	return channel_came(ch, zmq_msg_size(&st->in));
}

MECHANISM_LOOPS(zeromq_send, zeromq_recv);

const struct mechanism mechanism_zeromq = {
	.name = "zeromq",
	.summary = "a pair of ZeroMQ sockets, ipc transport",
	.family = "library",
	.traits = MECH_BOUNDARIES | MECH_NAMED | MECH_PERSISTS,
	.waits = WAITS(WAIT_BLOCK),
	.access = "mode",
	.state_size = sizeof(struct zeromq_state),
	.create = zeromq_create,
	.attach = zeromq_attach,
	.destroy = ipc_path_destroy,
	.loops = &loops,
};
