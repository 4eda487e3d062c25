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

struct file_log {
	struct fd_state fds; /* in: the peer's file; out: this side's */
	uint64_t lap;	     /* messages that the file may hold */
	uint64_t sent;
	uint64_t received;
};

/* Prepares how reader will wait for the file at path. */
typedef int file_log_watch_fn(struct channel *ch, const char *path, enum side reader);

/* Called when there was nothing to read: sleeps, or returns at once. */
typedef int file_log_wait_fn(struct channel *ch);

static inline int file_log_open(const char *path, int *in, int *out)
{
	*out = open(path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (*out < 0)
		return -errno;
	*in = open(path, O_RDWR | O_CLOEXEC); /* O_RDWR: the reader truncates */
	return *in < 0 ? -errno : 0;
}

/* Makes the file that reader reads and the other side writes. */
static inline int file_log_make(struct channel *ch, enum side reader,
				file_log_watch_fn *watch)
{
	struct file_log *log = ch->state;
	char path[NAME_PATH_SIZE];
	int r = name_make_path(ch, path);

	if (r < 0)
		return r;
	r = file_log_open(path, &log->fds.in[reader], &log->fds.out[side_peer(reader)]);
	if (r == 0)
		r = watch(ch, path, reader);
	name_forget_path(path);
	return r;
}

/* The state begins with a struct file_log. */
static inline int file_log_create(struct channel *ch, file_log_watch_fn *watch)
{
	struct file_log *log = ch->state;
	int r = file_log_make(ch, SERVER, watch);

	if (r == 0)
		r = file_log_make(ch, CLIENT, watch);
	log->lap = (ch->buffer ? ch->buffer : FILE_LOG_BYTES) / ch->size;
	if (log->lap == 0)
		log->lap = 1;
	ch->buffer = log->lap * ch->size;
	return r;
}

static always_inline int file_log_read(struct channel *ch, void *buffer, size_t size,
				       file_log_wait_fn *wait)
{
	const struct file_log *log = ch->state;
	char *at = buffer;
	char *end = at + size;

	while (at < end) {
		ssize_t n = read(log->fds.in[ch->side], at, (size_t)(end - at));
		int r = 0;

		if (n > 0)
			at += n;
		else if (n == 0)
			r = wait(ch);
		else if (errno != EINTR)
			r = -errno;
		if (r < 0)
			return r;
	}
	return 0;
}

static always_inline int file_log_send(struct channel *ch, file_log_wait_fn *wait)
{
	struct file_log *log = ch->state;
	char emptied;

	if (log->sent > 0 && log->sent % log->lap == 0) {
		int r = file_log_read(ch, &emptied, sizeof(emptied), wait);

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

static always_inline int file_log_recv(struct channel *ch, file_log_wait_fn *wait)
{
	struct file_log *log = ch->state;
	int r = 0;

	if (log->received > 0 && log->received % log->lap == 0)
		r = file_log_empty(log, ch->side);
	log->received++;
	return r < 0 ? r : file_log_read(ch, ch->in, ch->size, wait);
}

/* Makes `loops` of a way to wait. */
#define FILE_LOG_LOOPS(wait)                                                             \
	static inline int file_log_mechanism_send(struct channel *ch)                    \
	{                                                                                \
		return file_log_send(ch, wait);                                          \
	}                                                                                \
	static inline int file_log_mechanism_recv(struct channel *ch)                    \
	{                                                                                \
		return file_log_recv(ch, wait);                                          \
	}                                                                                \
	MECHANISM_LOOPS(file_log_mechanism_send, file_log_mechanism_recv)
