/* SPDX-License-Identifier: MIT */
/*
 * fifo: named pipes, one for each direction.
 *
 * A FIFO is a pipe with a name in a file system, so that any process that the file's
 * mode lets in can open it; opening one end waits for somebody to open the other.  Only
 * the name is in the file system, where it stays until it is unlinked.  The bytes lie in
 * the same kind of kernel buffer as a pipe's, and are gone when nobody has it open any
 * more.  Like a pipe it goes one way and is a stream without message boundaries; readers
 * see the end of file when the last writer dies, and writers get SIGPIPE, EPIPE when the
 * last reader dies.
 */
#include <limits.h>
#include <sys/stat.h>

#include "common/names.h"
#include "loop.h"
#include "pipe/pipes.h"

/* One process opens both ends, so the reading end must not wait for the writing end. */
static int fifo_open(const char *path, int *in, int *out)
{
	if (mkfifo(path, 0600) < 0)
		return -errno;
	*in = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	*out = *in < 0 ? -1 : open(path, O_WRONLY | O_CLOEXEC);
	return *out < 0 || fcntl(*in, F_SETFL, 0) < 0 ? -errno : 0;
}

static int fifo_create(struct channel *ch)
{
	struct fd_state *st = ch->state;
	char path[NAME_PATH_SIZE];

	for (enum side side = CLIENT; side < SIDE_COUNT; side++) {
		int r = name_make_path(ch, path);

		if (r < 0)
			return r;
		r = fifo_open(path, &st->in[side_peer(side)], &st->out[side]);
		name_forget_path(path);
		if (r < 0)
			return r;
	}
	return pipe_set_room(ch);
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
	.knobs = pipe_knobs,
	.state_size = sizeof(struct fd_state),
	.create = fifo_create,
	.attach = fd_attach,
	.destroy = fd_destroy,
	.loops = &loops,
};
