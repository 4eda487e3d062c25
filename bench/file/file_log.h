/* SPDX-License-Identifier: MIT */
/*
 * Regular files, one for each direction, that one side appends to while the other reads
 * on from where it was.  The mechanisms differ in how a reader waits at the end of the
 * file.
 *
 * So that a file does not grow for ever, its reader empties it when it has read as many
 * messages as the file may hold, and says so with a byte in the other file.
 */
#pragma once

#include "common/fd.h"
#include "common/names.h"
#include "loop.h"

#define FILE_LOG_BYTES (8 * 1024 * 1024) /* the most that a file holds, by default */

/* With the bad one the file is emptied after each message. */
static const struct knob file_log_knobs[] = {
	{
		.setting = SET_BUFFER,
		.least = 64 * 1024,
		.most = 16 * 1024 * 1024,
		.factor = 2,
		.bad = 1,
		.how = "ftruncate(fd, 0) by the reader after each VALUE bytes",
	},
	{0},
};

/* The state begins with one. */
struct file_log {
	struct fd_state fds;	 /* in: the peer's file; out: this side's */
	uint64_t room;		 /* messages that a file may hold */
	uint64_t sent, received; /* messages, by this side */

	/* Called when there was nothing to read: sleeps, or returns at once. */
	int (*wait)(struct channel *ch);
};

static inline int file_log_open(const char *path, int *in, int *out)
{
	*out = open(path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (*out < 0)
		return -errno;
	*in = open(path, O_RDWR | O_CLOEXEC); /* O_RDWR: the reader truncates */
	return *in < 0 ? -errno : 0;
}

/* Makes the files; watch, unless NULL, prepares how the reader of one will wait. */
static inline int file_log_create(struct channel *ch, int (*wait)(struct channel *ch),
				  int (*watch)(struct channel *ch, const char *path,
					       enum side reader))
{
	struct file_log *log = ch->state;
	char path[NAME_PATH_SIZE];
	int r = 0;

	log->wait = wait;
	log->room = (ch->buffer ? ch->buffer : FILE_LOG_BYTES) / ch->size;
	if (log->room == 0)
		log->room = 1;
	ch->buffer = log->room * ch->size;
	for (enum side side = CLIENT; side < SIDE_COUNT && r == 0; side++) {
		r = name_make_path(ch, path);
		if (r < 0)
			return r;
		r = file_log_open(path, &log->fds.in[side],
				  &log->fds.out[side_peer(side)]);
		if (r == 0 && watch)
			r = watch(ch, path, side);
		name_forget_path(path);
	}
	return r;
}

static inline int file_log_read(struct channel *ch, void *buffer, size_t size)
{
	const struct file_log *log = ch->state;
	char *at = buffer;
	char *end = at + size;

	while (at < end) {
		const size_t left = (size_t)(end - at);
		ssize_t n;
		int r = UNTIL_DONE(ch, n = read(log->fds.in[ch->side], at, left));

		if (r == 0 && n == 0)
			r = log->wait(ch);
		if (r < 0)
			return r;
		at += n;
	}
	return 0;
}

static inline int file_log_send(struct channel *ch)
{
	struct file_log *log = ch->state;
	char emptied;

	if (log->sent > 0 && log->sent % log->room == 0) {
		int r = file_log_read(ch, &emptied, sizeof(emptied));

		if (r < 0)
			return r;
	}
	log->sent++;
	return fd_send(ch);
}

/* Empties the file that has been read to its end, and tells the writer, which waits. */
static inline int file_log_empty(const struct file_log *log, enum side side)
{
	const int fd = log->fds.in[side];

	if (ftruncate(fd, 0) < 0 || lseek(fd, 0, SEEK_SET) < 0 ||
	    write(log->fds.out[side], "", 1) < 0)
		return -errno;
	return 0;
}

static inline int file_log_recv(struct channel *ch)
{
	struct file_log *log = ch->state;
	int r = 0;

	if (log->received > 0 && log->received % log->room == 0)
		r = file_log_empty(log, ch->side);
	log->received++;
	return r < 0 ? r : file_log_read(ch, ch->in, ch->size);
}
