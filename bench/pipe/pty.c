/* SPDX-License-Identifier: MIT */
/*
 * pty: a pseudo-terminal in raw mode, the client at the master, the server at the slave.
 *
 * It carries both directions, a stream without message boundaries.  The slave has a name,
 * /dev/pts/N, which its mode lets the same user open; the master has none and is
 * inherited or passed on.  The data lies in kernel buffers that nobody can resize.  It
 * goes through the line discipline byte by byte (raw mode only keeps it from being
 * changed), and a kernel worker carries it from one buffer to the other: a slow way to
 * move data, for programs that insist on a terminal.  The worker may run on any CPU.  So
 * with both sides on one CPU there are two speeds: whether the worker runs there, too, or
 * has to be woken on another CPU.  kernel.pty.max bounds the number of terminals.
 *
 * The ends notice death differently.  Once the slave is closed, the master's reads fail
 * with EIO.  Once the master is closed, a slave that waits in read() gets EIO, its later
 * reads see the end of file, its writes get EIO, and the session whose controlling
 * terminal it is gets SIGHUP.
 */
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>

#include "common/fd.h"
#include "loop.h"

/* Bytes that the line discipline holds for a reader. */
#define PTY_BUFFER 4096

static int pty_set_raw(int fd)
{
	struct termios mode;

	if (tcgetattr(fd, &mode) < 0)
		return -errno;
	cfmakeraw(&mode);
	return tcsetattr(fd, TCSANOW, &mode) < 0 ? -errno : 0;
}

/* O_NOCTTY keeps it from becoming the terminal that signals this process. */
static int pty_create(struct channel *ch)
{
	const int flags = O_RDWR | O_NOCTTY | O_CLOEXEC;
	struct fd_state *st = ch->state;
	int master = posix_openpt(flags);

	if (master < 0) {
		ch->limit = errno == ENOSPC ? "kernel.pty.max" : "/dev/ptmx";
		return errno == ENOENT ? -ENOSYS : -errno;
	}
	st->in[CLIENT] = master;
	fd_both_ways(st);
	if (grantpt(master) < 0 || unlockpt(master) < 0)
		return -errno;

	/* The path from ptsname() depends on what is mounted; this does not. */
	int slave = ioctl(master, TIOCGPTPEER, flags);
	if (slave < 0)
		return errno == ENOTTY ? -ENOSYS : -errno;
	st->in[SERVER] = slave;
	fd_both_ways(st);
	ch->buffer = PTY_BUFFER;
	return pty_set_raw(slave);
}

static const struct knob pty_knobs[] = {FD_CHUNK_KNOB, {0}};

MECHANISM_LOOPS(fd_send, fd_recv);

const struct mechanism mechanism_pty = {
	.name = "pty",
	.summary = "a pseudo-terminal in raw mode, carried by a kernel worker on any CPU",
	.family = "pipe",
	.traits = MECH_NAMED,
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.access = "mode",
	.helper = "kernel-worker",
	.knobs = pty_knobs,
	.state_size = sizeof(struct fd_state),
	.create = pty_create,
	.attach = fd_attach,
	.destroy = fd_destroy,
	.loops = &loops,
};
