/* SPDX-License-Identifier: MIT */
/*
 * tcp: a TCP connection over the loopback interface.
 *
 * Both directions, a stream without message boundaries, open to anyone who can
 * reach the port, and the one of these mechanisms that goes on working when
 * the two processes move to different hosts.  TCP_NODELAY sends a small message
 * at once; without it a message can wait 40 ms for the acknowledgement of the
 * one before.  Buffers grow by themselves until somebody sets their size.
 */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "fd.h"
#include "loop.h"
#include "socket.h"

static int tcp_socket(struct channel *ch, int *fd)
{
	const int one = 1;

	*fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (*fd < 0)
		return -errno;
	if (setsockopt(*fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)) < 0)
		return -errno;
	return socket_ask_buffer(ch, *fd);
}

/* Accepts connections until it is the one from client: the port is open to
 * every process on the machine. */
static int tcp_accept(int listener, int client, int *fd)
{
	struct sockaddr_in wanted, found;
	socklen_t length = sizeof(wanted);

	if (getsockname(client, (struct sockaddr *)&wanted, &length) < 0)
		return -errno;
	for (;;) {
		length = sizeof(found);
		*fd = accept4(listener, (struct sockaddr *)&found, &length, SOCK_CLOEXEC);
		if (*fd < 0)
			return -errno;
		if (found.sin_port == wanted.sin_port)
			return 0;
		fd_close(fd);
	}
}

static int tcp_connect(struct channel *ch, int listener)
{
	struct fd_state *st = ch->state;
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t length = sizeof(address);
	int r;

	if (bind(listener, (struct sockaddr *)&address, length) < 0 ||
	    listen(listener, 1) < 0 ||
	    getsockname(listener, (struct sockaddr *)&address, &length) < 0)
		return -errno;
	r = tcp_socket(ch, &st->out[CLIENT]);
	if (r < 0)
		return r;
	if (connect(st->out[CLIENT], (struct sockaddr *)&address, length) < 0)
		return -errno;
	r = tcp_accept(listener, st->out[CLIENT], &st->out[SERVER]);
	if (r < 0)
		return r;
	st->in[CLIENT] = st->out[CLIENT];
	st->in[SERVER] = st->out[SERVER];
	return socket_store_buffer(ch, st->out[CLIENT]);
}

static int tcp_create(struct channel *ch)
{
	int listener;
	int r = tcp_socket(ch, &listener);

	/* The accepted socket inherits the listener's options. */
	if (r == 0)
		r = tcp_connect(ch, listener);
	fd_close(&listener);
	return r;
}

MECHANISM_LOOPS(fd_send, fd_recv);

const struct mechanism mechanism_tcp = {
	.name = "tcp",
	.summary = "a TCP connection over loopback, TCP_NODELAY set",
	.family = "socket",
	.traits = MECH_NAMED | MECH_HOSTS,
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.state_size = sizeof(struct fd_state),
	.create = tcp_create,
	.attach = fd_attach,
	.destroy = fd_destroy,
	.loops = &loops,
};
