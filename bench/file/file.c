/* SPDX-License-Identifier: MIT */
/*
 * file: regular files, one for each direction; the reader waits with inotify.
 *
 * The writer appends.  The reader reads on from where it was, and at the end of the file
 * waits until inotify reports a change, as `tail -f` does.  Each file goes one way, has a
 * name, and can be read along by any process that its mode lets in.  The data lies in the
 * page cache and outlives both processes (here the name is removed at once); nobody waits
 * for the disk, whose free space is the limit.  A user may have
 * fs.inotify.max_user_instances (128) of inotify.  There are no message boundaries, and
 * neither side is told when the other dies.
 */
#include <sys/inotify.h>

#include "file/file_log.h"

struct file_state {
	struct file_log log;
	int changes[SIDE_COUNT]; /* inotify: the file that the side reads has changed */
};

static int file_watch(struct channel *ch, const char *path, enum side reader)
{
	struct file_state *st = ch->state;
	int *changes = &st->changes[reader];

	*changes = inotify_init1(IN_CLOEXEC);
	if (*changes < 0) {
		ch->limit = "fs.inotify.max_user_instances";
		return -errno;
	}
	return inotify_add_watch(*changes, path, IN_MODIFY) < 0 ? -errno : 0;
}

/* Sleeps until the file has changed since the last call. */
static int file_wait(struct channel *ch)
{
	const struct file_state *st = ch->state;
	char events[4096];

	return UNTIL_DONE(ch, read(st->changes[ch->side], events, sizeof(events)));
}

static int file_create(struct channel *ch)
{
	return file_log_create(ch, file_wait, file_watch);
}

static void file_destroy(struct channel *ch)
{
	struct file_state *st = ch->state;

	fd_destroy(ch);
	fd_close(&st->changes[CLIENT]);
	fd_close(&st->changes[SERVER]);
}

MECHANISM_LOOPS(file_log_send, file_log_recv);

const struct mechanism mechanism_file = {
	.name = "file",
	.summary = "regular files appended to, the reader woken by inotify",
	.family = "file",
	.traits = MECH_ONE_WAY | MECH_NAMED | MECH_UNLINKED,
	.waits = WAITS(WAIT_BLOCK),
	.access = "mode",
	.knobs = file_log_knobs,
	.state_size = sizeof(struct file_state),
	.create = file_create,
	.attach = fd_attach,
	.destroy = file_destroy,
	.loops = &loops,
};
