/* SPDX-License-Identifier: MIT */
/*
 * file-poll: regular files, one for each direction; the reader looks again and again.
 *
 * As the file mechanism, but at the end of the file the reader just reads once more.  It
 * needs no inotify, so it also works where there is none (network file systems do not
 * report what other hosts write), and costs a CPU, and a system call for each look.  One
 * way, named, for any process that the file's mode lets in; the data lies in the page
 * cache and outlives both processes.  There are no message boundaries, and neither side
 * is told when the other dies.
 */
#include "file/file_log.h"

static int file_poll_wait(struct channel *ch)
{
	if (ch->wait == WAIT_YIELD)
		sched_yield();
	return 0;
}

static int file_poll_create(struct channel *ch)
{
	return file_log_create(ch, file_poll_wait, NULL);
}

MECHANISM_LOOPS(file_log_send, file_log_recv);

const struct mechanism mechanism_file_poll = {
	.name = "file-poll",
	.summary = "regular files appended to, the reader polls",
	.family = "file",
	.traits = MECH_ONE_WAY | MECH_NAMED | MECH_UNLINKED,
	.waits = WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.wait = WAIT_YIELD, /* works on one CPU, too */
	.access = "mode",
	.knobs = file_log_knobs,
	.state_size = sizeof(struct file_log),
	.create = file_poll_create,
	.attach = fd_attach,
	.destroy = fd_destroy,
	.loops = &loops,
};
