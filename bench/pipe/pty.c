/* SPDX-License-Identifier: MIT */
/*
 * pty: a pseudo-terminal in raw mode, the client at the master, the server at the
 * slave.
 *
 * It carries both directions, a stream without message boundaries.  The slave has
 * a name, /dev/pts/N, open to the same user; the master has none and is inherited
 * or passed on.  The bytes lie in kernel buffers that nobody can resize, go through
 * the line discipline one by one (raw mode only keeps it from changing them), and
 * from one buffer to the other by a kernel worker: a slow way to move data, for
 * programs that insist on a terminal.  kernel.pty.max bounds their number.
 *
 * The ends notice death differently: without a slave the master's reads fail with
 * EIO; without a master a slave that waits in read() gets EIO, its later reads see
 * the end of file, its writes get EIO, and who has it as controlling terminal gets
 * SIGHUP.
 */
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>

#include "common/fd.h"
#include "loop.h"

/* What the line discipline holds for a reader. */
#define PTY_BUFFER 4096

static int pty_set_raw(int fd)
{
	struct termios mode;

	if (tcgetattr(fd, &mode) < 0)
		return -errno;
	cfmakeraw(&mode);
	return tcsetattr(fd, TCSANOW, &mode) < 0 ? -errno : 0;
}

/* O_NOCTTY: not to become the terminal that signals us. */
static int pty_create(struct channel *ch)
{
	const int flags = O_RDWR | O_NOCTTY | O_CLOEXEC;
	struct fd_state *st = ch->state;
	int master = posix_openpt(flags);

	if (master < 0) {
		ch->limit = errno == ENOSPC ? "kernel.pty.max" : "/dev/ptmx";
		return errno == ENOENT ? -ENOSYS : -errno;
	}
	st->in[CLIENT] = st->out[CLIENT] = master;
	if (grantpt(master) < 0 || unlockpt(master) < 0)
		return -errno;

	/* Where ptsname() leads depends on what is mounted; this does not. */
	int slave = ioctl(master, TIOCGPTPEER, flags);
	if (slave < 0)
		return errno == ENOTTY ? -ENOSYS : -errno;
	st->in[SERVER] = st->out[SERVER] = slave;
	ch->buffer = PTY_BUFFER;
	return pty_set_raw(slave);
}

static const struct knob pty_knobs[] = {FD_CHUNK_KNOB, {0}};

MECHANISM_LOOPS(fd_send, fd_recv);

const struct mechanism mechanism_pty = {
	.name = "pty",
	.summary = "a pseudo-terminal in raw mode",
	.family = "pipe",
	.traits = MECH_NAMED,
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.access = "mode",
	.knobs = pty_knobs,
	.state_size = sizeof(struct fd_state),
	.create = pty_create,
	.attach = fd_attach,
	.destroy = fd_destroy,
	.loops = &loops,
};
