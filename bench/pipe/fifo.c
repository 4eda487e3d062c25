/* SPDX-License-Identifier: MIT */
/*
 * fifo: named pipes, one for each direction.
 *
 * A FIFO is a pipe that has a name in a file system, so that any process can open
 * it that the file's mode lets in; opening one end waits for somebody to open the
 * other.  The name is all that is in the file system, and stays until it is unlinked;
 * the bytes are in the same kernel buffer as a pipe's, and gone when nobody has it
 * open.  Like a pipe it goes one way, is a stream, and shows readers the end of file
 * when the last writer is gone, writers SIGPIPE, EPIPE when the last reader is.
 */
#include <limits.h>
#include <sys/stat.h>

#include "common/fd.h"
#include "common/names.h"
#include "loop.h"

/* One process opens both ends, so that the reading end must not wait for the writing
 * end. */
static int fifo_open(const char *path, int *in, int *out)
{
	if (mkfifo(path, 0600) < 0)
		return -errno;
	*in = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	*out = *in < 0 ? -1 : open(path, O_WRONLY | O_CLOEXEC);
	return *out < 0 || fcntl(*in, F_SETFL, 0) < 0 ? -errno : 0;
}

static int fifo_make(struct channel *ch, int *in, int *out)
{
	char path[NAME_PATH_SIZE];
	int r = name_make_path(ch, path);

	if (r < 0)
		return r;
	r = fifo_open(path, in, out);
	name_forget_path(path);
	return r < 0 ? r : fd_size_pipe(ch, *out);
}

static int fifo_create(struct channel *ch)
{
	struct fd_state *st = ch->state;
	int r = fifo_make(ch, &st->in[SERVER], &st->out[CLIENT]);

	return r < 0 ? r : fifo_make(ch, &st->in[CLIENT], &st->out[SERVER]);
}

MECHANISM_LOOPS(fd_send, fd_recv);

const struct mechanism mechanism_fifo = {
	.name = "fifo",
	.summary = "named pipes, one for each direction",
	.family = "pipe",
	.traits = MECH_ONE_WAY | MECH_NAMED,
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.access = "mode",
	.atomic = PIPE_BUF,
	.knobs = fd_pipe_knobs,
	.state_size = sizeof(struct fd_state),
	.create = fifo_create,
	.attach = fd_attach,
	.destroy = fd_destroy,
	.loops = &loops,
};
