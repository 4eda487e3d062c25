/* SPDX-License-Identifier: MIT */
/*
 * vsock: a stream between virtual machines and their host, here looped back.
 *
 * One connection carries both directions, without message boundaries.  It is named by a
 * context, which is a machine (VMADDR_CID_LOCAL: this one), and a port, and is open to
 * every process of a machine that can reach it, whatever its network is.  The data lies
 * in the receiver's buffer, for which the sender gets credit; an option of this family
 * sets its size, not SO_SNDBUF.  When the peer dies reads see the end of file and writes
 * get SIGPIPE, EPIPE.  Loopback needs the module vsock_loopback.
 */
#include "loop.h"
#include "socket/connection.h"

/* Sets the greatest size first, as the size is cut to it. */
static int vsock_ask_buffer(const struct channel *ch, int fd)
{
	const uint64_t size = ch->buffer;

	if (size > 0 && (setsockopt(fd, AF_VSOCK, SO_VM_SOCKETS_BUFFER_MAX_SIZE, &size,
				    sizeof(size)) < 0 ||
			 setsockopt(fd, AF_VSOCK, SO_VM_SOCKETS_BUFFER_SIZE, &size,
				    sizeof(size)) < 0))
		return -errno;
	return 0;
}

static int vsock_store_buffer(struct channel *ch, int fd)
{
	uint64_t size;
	socklen_t length = sizeof(size);

	if (getsockopt(fd, AF_VSOCK, SO_VM_SOCKETS_BUFFER_SIZE, &size, &length) < 0)
		return -errno;
	ch->buffer = size;
	return 0;
}

static int vsock_open(struct channel *ch, int *fd)
{
	*fd = socket(AF_VSOCK, SOCK_STREAM | SOCK_CLOEXEC, 0);
	return *fd < 0 ? -errno : vsock_ask_buffer(ch, *fd);
}

static int vsock_create(struct channel *ch)
{
	const union address loopback = {.vm = {.svm_family = AF_VSOCK,
					       .svm_cid = VMADDR_CID_LOCAL,
					       .svm_port = VMADDR_PORT_ANY}};
	struct fd_state *st = ch->state;
	int r = connection_create(ch, vsock_open, loopback);

	if (r == 0)
		return vsock_store_buffer(ch, st->out[CLIENT]);

	/* Without the module there is nothing to connect to, not even this machine. */
	if (r == -ENODEV || r == -EADDRNOTAVAIL || r == -EAFNOSUPPORT) {
		ch->limit = "vsock_loopback";
		r = -EAFNOSUPPORT;
	}
	return r;
}

MECHANISM_LOOPS(fd_send, fd_recv);

const struct mechanism mechanism_vsock = {
	.name = "vsock",
	.summary = "a vsock connection with oneself, as between virtual machines",
	.family = "socket",
	.traits = MECH_NAMED,
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.access = "anyone",
	.state_size = sizeof(struct fd_state),
	.create = vsock_create,
	.attach = fd_attach,
	.destroy = fd_destroy,
	.loops = &loops,
};
