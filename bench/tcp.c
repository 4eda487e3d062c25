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
#include <string.h>
#include <sys/socket.h>

#include "fd.h"
#include "loop.h"
#include "socket.h"
#include "tcp_hosts.h"

union tcp_address {
	struct sockaddr any;
	struct sockaddr_in v4; /* the port is at the same place in both */
	struct sockaddr_in6 v6;
};

static const char *const tcp_variants[] = {"ipv4", "ipv6", NULL};

/* The loopback interface, any port. */
static union tcp_address tcp_loopback(const struct channel *ch)
{
	union tcp_address address = {0};

	if (strcmp(ch->variant, "ipv6") == 0) {
		address.v6.sin6_family = AF_INET6;
		address.v6.sin6_addr = in6addr_loopback;
	} else {
		address.v4.sin_family = AF_INET;
		address.v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	}
	return address;
}

static int tcp_socket(struct channel *ch, sa_family_t family, int *fd)
{
	const int one = 1;

	*fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (*fd < 0)
		return -errno;
	if (setsockopt(*fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)) < 0)
		return -errno;
	return socket_ask_buffer(ch, *fd);
}

/* Where the loopback interface has no such address, bind() finds out. */
static int tcp_listen(struct channel *ch, int listener, union tcp_address *address)
{
	socklen_t length = sizeof(*address);

	if (bind(listener, &address->any, length) < 0) {
		if (errno != EADDRNOTAVAIL)
			return -errno;
		ch->limit = "net.ipv6.conf.lo.disable_ipv6";
		return -EAFNOSUPPORT;
	}
	if (listen(listener, 1) < 0 || getsockname(listener, &address->any, &length) < 0)
		return -errno;
	return 0;
}

/* Accepts connections until it is the one from client: the port is open to
 * every process on the machine. */
static int tcp_accept(int listener, int client, int *fd)
{
	union tcp_address wanted, found;
	socklen_t length = sizeof(wanted);

	if (getsockname(client, &wanted.any, &length) < 0)
		return -errno;
	for (;;) {
		length = sizeof(found);
		*fd = accept4(listener, &found.any, &length, SOCK_CLOEXEC);
		if (*fd < 0)
			return -errno;
		if (found.v4.sin_port == wanted.v4.sin_port)
			return 0;
		fd_close(fd);
	}
}

static int tcp_connect(struct channel *ch, int listener, union tcp_address address)
{
	struct fd_state *st = ch->state;
	int r = tcp_listen(ch, listener, &address);

	if (r == 0)
		r = tcp_socket(ch, address.any.sa_family, &st->out[CLIENT]);
	if (r < 0)
		return r;
	if (connect(st->out[CLIENT], &address.any, sizeof(address)) < 0)
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
	const union tcp_address address = tcp_loopback(ch);
	int listener;
	int r = tcp_socket(ch, address.any.sa_family, &listener);

	/* The accepted socket inherits the listener's options. */
	if (r == 0)
		r = tcp_connect(ch, listener, address);
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
	.variants = tcp_variants,
	.access = "anyone",
	.state_size = sizeof(struct fd_state),
	.create = tcp_create,
	.attach = fd_attach,
	.destroy = fd_destroy,
	.hosts = &tcp_hosts,
	.loops = &loops,
};
