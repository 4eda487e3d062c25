/* SPDX-License-Identifier: MIT */
/*
 * pipe: anonymous pipes, one for each direction.
 *
 * A pipe goes one way.  It has no name: only processes that inherit its ends or are sent
 * them can use it.  The data lies in kernel memory, 64 KiB of it unless F_SETPIPE_SZ says
 * otherwise, up to fs.pipe-max-size.  A pipe is a stream, which keeps no message
 * boundaries, though the bytes of one write() of at most PIPE_BUF bytes stay together.
 * When the last writer dies, readers see the end of file; when the last reader dies,
 * writers get SIGPIPE, EPIPE.
 */
#include <limits.h>

#include "loop.h"
#include "pipe/pipes.h"

MECHANISM_LOOPS(fd_send, fd_recv);

const struct mechanism mechanism_pipe = {
	.name = "pipe",
	.summary = "anonymous pipes, one for each direction",
	.family = "pipe",
	.traits = MECH_ONE_WAY,
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.atomic = PIPE_BUF,
	.knobs = pipe_knobs,
	.state_size = sizeof(struct fd_state),
	.create = pipe_create,
	.attach = fd_attach,
	.destroy = fd_destroy,
	.loops = &loops,
};
