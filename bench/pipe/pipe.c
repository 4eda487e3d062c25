/* SPDX-License-Identifier: MIT */
/*
 * pipe: anonymous pipes, one for each direction.
 *
 * A pipe goes one way, has no name (only processes that inherit or are sent its
 * ends can use it), lives in kernel memory (64 KiB unless F_SETPIPE_SZ says
 * otherwise, up to fs.pipe-max-size) and is a stream: it keeps no message
 * boundaries, though what one write() of at most PIPE_BUF bytes writes stays
 * together.  When the last writer is gone, readers see the end of file; when the
 * last reader is gone, writers get SIGPIPE, EPIPE.
 */
#include <limits.h>

#include "common/fd.h"
#include "loop.h"

static int pipe_create(struct channel *ch)
{
	struct fd_state *st = ch->state;
	int r = fd_open_pipe(ch, &st->in[SERVER], &st->out[CLIENT]);

	return r < 0 ? r : fd_open_pipe(ch, &st->in[CLIENT], &st->out[SERVER]);
}

MECHANISM_LOOPS(fd_send, fd_recv);

const struct mechanism mechanism_pipe = {
	.name = "pipe",
	.summary = "anonymous pipes, one for each direction",
	.family = "pipe",
	.traits = MECH_ONE_WAY,
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.atomic = PIPE_BUF,
	.knobs = fd_pipe_knobs,
	.state_size = sizeof(struct fd_state),
	.create = pipe_create,
	.attach = fd_attach,
	.destroy = fd_destroy,
	.loops = &loops,
};
