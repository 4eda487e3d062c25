/* SPDX-License-Identifier: MIT */
/*
 * file: regular files, one for each direction; the reader waits with inotify.
 *
 * The writer appends, the reader reads on from where it was, and at the end of
 * the file waits until inotify tells of a change: what `tail -f` does.  Any
 * process that may open the file can read along, and what is written survives
 * both processes (here the name is removed at once).  The data lives in the page
 * cache; nobody waits for the disk.  There are no message boundaries, and nobody
 * notices that the peer died.
 *
 * So that the files do not grow for ever, after every so many bytes the reader,
 * who has read it all, empties the file and says so with a byte in the other.
 */
#include <sys/inotify.h>

#include "fd.h"
#include "loop.h"
#include "names.h"

#define FILE_BYTES (8 * 1024 * 1024) /* the most that a file holds, by default */

struct file_state {
	struct fd_state log;	 /* in: the peer's file; out: this side's */
	int changes[SIDE_COUNT]; /* inotify: the file read from has changed */
	uint64_t lap;		 /* messages until the file is emptied */
	uint64_t sent;
	uint64_t received;
};

static int file_open(const char *path, int *in, int *out)
{
	*out = open(path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (*out < 0)
		return -errno;
	*in = open(path, O_RDWR | O_CLOEXEC); /* O_RDWR: the reader truncates */
	return *in < 0 ? -errno : 0;
}

static int file_watch(const char *path, int *changes)
{
	*changes = inotify_init1(IN_CLOEXEC);
	if (*changes < 0)
		return -errno;
	return inotify_add_watch(*changes, path, IN_MODIFY) < 0 ? -errno : 0;
}

/* The file that reader reads and the other side writes. */
static int file_make(struct file_state *st, const char *path, enum side reader)
{
	const enum side writer = reader == CLIENT ? SERVER : CLIENT;
	int r = file_open(path, &st->log.in[reader], &st->log.out[writer]);

	if (r == 0)
		r = file_watch(path, &st->changes[reader]);
	unlink(path);
	return r;
}

static int file_create(struct channel *ch)
{
	struct file_state *st = ch->state;
	char directory[NAME_PATH_SIZE], path[NAME_PATH_SIZE];
	int r = name_make_directory(ch, directory);

	if (r < 0)
		return r;
	strcpy(stpcpy(path, directory), "/log");
	r = file_make(st, path, SERVER);
	if (r == 0)
		r = file_make(st, path, CLIENT);
	rmdir(directory);

	st->lap = (ch->buffer ? ch->buffer : FILE_BYTES) / ch->size;
	if (st->lap == 0)
		st->lap = 1;
	ch->buffer = st->lap * ch->size;
	return r;
}

static void file_destroy(struct channel *ch)
{
	struct file_state *st = ch->state;

	fd_destroy(ch);
	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		fd_close(&st->changes[side]);
}

/* Sleeps until the file has changed since the last time. */
static inline int file_wait(const struct file_state *st, enum side side)
{
	char events[4096];

	if (read(st->changes[side], events, sizeof(events)) < 0 && errno != EINTR)
		return -errno;
	return 0;
}

static inline int file_read(struct file_state *st, enum side side, void *buffer,
			    size_t size)
{
	char *at = buffer;
	char *end = at + size;

	while (at < end) {
		ssize_t n = read(st->log.in[side], at, (size_t)(end - at));
		int r = 0;

		if (n > 0)
			at += n;
		else if (n == 0)
			r = file_wait(st, side);
		else if (errno != EINTR)
			r = -errno;
		if (r < 0)
			return r;
	}
	return 0;
}

static inline int file_send(struct channel *ch)
{
	struct file_state *st = ch->state;
	char emptied;

	if (st->sent > 0 && st->sent % st->lap == 0) {
		int r = file_read(st, ch->side, &emptied, sizeof(emptied));

		if (r < 0)
			return r;
	}
	st->sent++;
	return fd_send(ch);
}

/* Empties the file read to its end, and tells the writer, who waits for it. */
static inline int file_empty(const struct file_state *st, enum side side)
{
	const int fd = st->log.in[side];

	if (ftruncate(fd, 0) < 0 || lseek(fd, 0, SEEK_SET) < 0 ||
	    write(st->log.out[side], "", 1) < 0)
		return -errno;
	return 0;
}

static inline int file_recv(struct channel *ch)
{
	struct file_state *st = ch->state;
	int r = 0;

	if (st->received > 0 && st->received % st->lap == 0)
		r = file_empty(st, ch->side);
	st->received++;
	return r < 0 ? r : file_read(st, ch->side, ch->in, ch->size);
}

MECHANISM_LOOPS(file_send, file_recv);

const struct mechanism mechanism_file = {
	.name = "file",
	.summary = "regular files appended to, the reader woken by inotify",
	.family = "file",
	.traits = MECH_ONE_WAY | MECH_NAMED | MECH_PERSISTS,
	.waits = WAITS(WAIT_BLOCK),
	.state_size = sizeof(struct file_state),
	.create = file_create,
	.attach = fd_attach,
	.destroy = file_destroy,
	.loops = &loops,
};
