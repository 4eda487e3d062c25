/* SPDX-License-Identifier: MIT */
/*
 * dbus: D-Bus signals with an array of bytes in them, by the sd-bus of libsystemd.
 *
 * They go from peer to peer, in both directions, over a pair of Unix domain stream
 * sockets, named or not by variant: with a bus in between each message would be passed on
 * twice.  Whoever can connect must prove who they are.  A message is whole and carries
 * types and names, some 100 bytes of them; its array is at most 64 MiB.  It is built and
 * read in place, in sd-bus's memory; on its way it lies in the kernel, in a socket buffer
 * that sd-bus grows to 8 MiB if it may.  There are no threads.  When the peer dies the
 * receiver gets a last signal, "Disconnected", and the sender ECONNRESET.
 */
#include <systemd/sd-bus.h>

#include "common/unix_socket.h"
#include "loop.h"

#define ARRAY_MAX (64u << 20) /* bytes, says the D-Bus specification */

struct dbus_state {
	struct fd_state fds;
	sd_bus *bus;
	sd_bus_message *out, *in;
};

static int dbus_create(struct channel *ch)
{
	int r;

	if (ch->size > ARRAY_MAX) {
		ch->limit = "array-of-64M";
		return -EMSGSIZE;
	}
	r = unix_socket_create(ch, SOCK_STREAM);
	ch->buffer = 0; /* sd-bus will set its own */
	return r;
}

/* Makes the next message, with room for an array of bytes. */
static inline int dbus_renew(struct channel *ch)
{
	struct dbus_state *st = ch->state;
	int r;

	st->out = sd_bus_message_unref(st->out);
	r = sd_bus_message_new_signal(st->bus, &st->out, "/ipcbench", "ipcbench.Channel",
				      "Message");
	if (r < 0)
		return r;
	return sd_bus_message_append_array_space(st->out, 'y', ch->size, &ch->out);
}

/* Flushing waits for the authentication. */
static int dbus_attach(struct channel *ch)
{
	struct dbus_state *st = ch->state;
	const int fd = st->fds.in[ch->side];
	sd_id128_t id;
	int r;

	fd_close_side(&st->fds, side_peer(ch->side));
	r = sd_bus_new(&st->bus);
	if (r >= 0)
		r = sd_bus_set_fd(st->bus, fd, fd);
	if (r >= 0)
		r = sd_id128_randomize(&id);
	if (r >= 0 && ch->side == SERVER)
		r = sd_bus_set_server(st->bus, true, id);
	if (r >= 0)
		r = sd_bus_start(st->bus);
	if (r >= 0)
		r = sd_bus_flush(st->bus);
	return r < 0 ? r : dbus_renew(ch);
}

/* Flushes, because sd-bus queues what the socket does not take at once. */
static inline int dbus_send(struct channel *ch)
{
	struct dbus_state *st = ch->state;
	int r = sd_bus_send(st->bus, st->out, NULL);

	if (r >= 0)
		r = sd_bus_flush(st->bus);
	return r < 0 ? r : dbus_renew(ch);
}

static inline int dbus_recv(struct channel *ch)
{
	struct dbus_state *st = ch->state;
	const void *bytes = NULL;
	size_t size = 0;
	int r = 0;

	st->in = sd_bus_message_unref(st->in);
	while (r >= 0 && !st->in) {
		r = sd_bus_process(st->bus, &st->in);
		if (r == 0)
			r = sd_bus_wait(st->bus, UINT64_MAX);
	}
	if (r >= 0)
		r = sd_bus_message_read_array(st->in, 'y', &bytes, &size);
	ch->in = (void *)bytes;
	return r < 0 ? r : channel_came(ch, size);
}

MECHANISM_LOOPS(dbus_send, dbus_recv);

const struct mechanism mechanism_dbus = {
	.name = "dbus",
	.summary = "D-Bus signals from peer to peer, by sd-bus",
	.family = "library",
	.traits = MECH_BOUNDARIES | MECH_NAMED,
	.waits = WAITS(WAIT_BLOCK),
	.variants = unix_socket_variants,
	.access = "by-variant",
	.state_size = sizeof(struct dbus_state),
	.create = dbus_create,
	.attach = dbus_attach,
	.destroy = fd_destroy,
	.loops = &loops,
};
