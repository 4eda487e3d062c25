/* SPDX-License-Identifier: MIT */
/*
 * nng: a pair of nng sockets (nanomsg's successor; protocol pair 0), ipc transport.
 *
 * They carry whole messages in both directions over a Unix domain socket, whose path
 * stays until it is removed and which its mode lets others open.  One thread of each
 * process watches the descriptors; others, by the number of CPUs, do the work.  Messages
 * are built and read in place, in the library's memory.  None waits at either end, unless
 * NNG_OPT_SENDBUF and NNG_OPT_RECVBUF let it.  Neither side is told when the other dies:
 * both sending and receiving wait for another peer.
 */
#include <nng/nng.h>
#include <nng/protocol/pair0/pair.h>

#include "library/ipc_path.h"
#include "loop.h"

#define DEPTH_MAX 8192 /* messages that nng allows */

struct pair0_state {
	struct ipc_path path;
	nng_socket socket;
	nng_msg *out, *in;
};

/* nng's errors are positive numbers of its own. */
static inline int pair0_error(int error)
{
	if (error == NNG_ENOMEM || error == NNG_ENOFILES)
		return error == NNG_ENOMEM ? -ENOMEM : -EMFILE;
	return error ? -EIO : 0;
}

static int pair0_create(struct channel *ch)
{
	const size_t depth = ch->buffer / ch->size;

	ch->buffer = (depth < DEPTH_MAX ? depth : DEPTH_MAX) * ch->size;
	return ipc_path_create(ch);
}

static int pair0_open(struct channel *ch)
{
	struct pair0_state *st = ch->state;
	const int depth = (int)(ch->buffer / ch->size);
	int error = nng_pair0_open(&st->socket);

	if (error == 0)
		error = nng_socket_set_int(st->socket, NNG_OPT_SENDBUF, depth);
	if (error == 0)
		error = nng_socket_set_int(st->socket, NNG_OPT_RECVBUF, depth);
	if (error == 0)
		error = nng_socket_set_size(st->socket, NNG_OPT_RECVMAXSZ, ch->size);
	return pair0_error(error);
}

static int pair0_meet(struct channel *ch)
{
	struct pair0_state *st = ch->state;
	char url[IPC_PATH_URL_SIZE];
	int r = ipc_path_url(ch, url);

	if (r == 0)
		r = pair0_error(ch->side == SERVER ? nng_listen(st->socket, url, NULL, 0)
						   : nng_dial(st->socket, url, NULL, 0));
	return r < 0 ? r : ipc_path_ready(ch);
}

/* The next message is built in the library's memory. */
static inline int pair0_renew(struct channel *ch)
{
	struct pair0_state *st = ch->state;
	int error = nng_msg_alloc(&st->out, ch->size);

	ch->out = error ? NULL : nng_msg_body(st->out);
	return pair0_error(error);
}

static int pair0_attach(struct channel *ch)
{
	int r = pair0_open(ch);

	if (r == 0)
		r = pair0_meet(ch);
	return r < 0 ? r : pair0_renew(ch);
}

static inline int pair0_send(struct channel *ch)
{
	struct pair0_state *st = ch->state;
	int error = nng_sendmsg(st->socket, st->out, 0);

	return error ? pair0_error(error) : pair0_renew(ch);
}

static inline int pair0_recv(struct channel *ch)
{
	struct pair0_state *st = ch->state;
	int error;

	nng_msg_free(st->in);
	error = nng_recvmsg(st->socket, &st->in, 0);
	if (error)
		return pair0_error(error);
	ch->in = nng_msg_body(st->in);
	return channel_came(ch, nng_msg_len(st->in));
}

MECHANISM_LOOPS(pair0_send, pair0_recv);

const struct mechanism mechanism_nng = {
	.name = "nng",
	.summary = "a pair of nng sockets, ipc transport",
	.family = "library",
	.traits = MECH_BOUNDARIES | MECH_NAMED | MECH_PERSISTS,
	.waits = WAITS(WAIT_BLOCK),
	.access = "mode",
	.state_size = sizeof(struct pair0_state),
	.create = pair0_create,
	.attach = pair0_attach,
	.destroy = ipc_path_destroy,
	.loops = &loops,
};
