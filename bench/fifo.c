/* SPDX-License-Identifier: MIT */
/*
 * fifo: named pipes, one for each direction.
 *
 * A FIFO is a pipe that has a name in a file system, so that unrelated
 * processes can open it, as the file's permissions allow.  The name is all that
 * is in the file system: the bytes are in the same kernel buffer as a pipe's.
 * Opening one end waits for somebody to open the other.
 */
#include <sys/stat.h>

#include "fd.h"
#include "loop.h"
#include "names.h"

static int fifo_open(struct channel *ch, const char *path, int *in, int *out)
{
	if (mkfifo(path, 0600) < 0)
		return -errno;

	/* One process opens both ends, so the reading end must not wait for the
	 * writing end. */
	*in = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	*out = *in < 0 ? -1 : open(path, O_WRONLY | O_CLOEXEC);
	int r = *out < 0 || fcntl(*in, F_SETFL, 0) < 0 ? -errno : 0;

	unlink(path);
	return r < 0 ? r : fd_size_pipe(ch, *out);
}

static int fifo_create(struct channel *ch)
{
	struct fd_state *st = ch->state;
	char directory[NAME_PATH_SIZE], path[NAME_PATH_SIZE];
	int r = name_make_directory(ch, directory);

	if (r < 0)
		return r;
	strcpy(stpcpy(path, directory), "/fifo");
	r = fifo_open(ch, path, &st->in[SERVER], &st->out[CLIENT]);
	if (r == 0)
		r = fifo_open(ch, path, &st->in[CLIENT], &st->out[SERVER]);
	rmdir(directory);
	return r;
}

MECHANISM_LOOPS(fd_send, fd_recv);

const struct mechanism mechanism_fifo = {
	.name = "fifo",
	.summary = "named pipes, one for each direction",
	.family = "pipe",
	.traits = MECH_ONE_WAY | MECH_NAMED,
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.state_size = sizeof(struct fd_state),
	.create = fifo_create,
	.attach = fd_attach,
	.destroy = fd_destroy,
	.loops = &loops,
};
