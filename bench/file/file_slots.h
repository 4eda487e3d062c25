/* SPDX-License-Identifier: MIT */
/*
 * A file of fixed size with the slots of both directions, which each side has opened for
 * itself.
 */
#pragma once

#include "common/fd.h"
#include "common/names.h"
#include "common/slots.h"

struct file_slots {
	struct fd_state fds;
	struct slots slots;
};

/* The state begins with a struct file_slots. */
static inline int file_slots_create(struct channel *ch)
{
	struct file_slots *file = ch->state;
	char path[NAME_PATH_SIZE];
	int r = name_make_path(ch, path);

	if (r < 0)
		return r;
	slots_create(ch, &file->slots);
	for (enum side side = CLIENT; side < SIDE_COUNT && r == 0; side++) {
		int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

		r = fd < 0 ? -errno : 0;
		file->fds.in[side] = fd;
	}
	fd_both_ways(&file->fds);
	if (r == 0)
		r = -posix_fallocate(file->fds.in[CLIENT], 0,
				     (off_t)(SIDE_COUNT * ch->buffer));
	name_forget_path(path);
	return r;
}

/* Writes the message at out to its slot.  A regular file takes it whole, unless there is
 * no room. */
static inline int file_slots_write(const struct channel *ch)
{
	const struct file_slots *file = ch->state;
	size_t at = slots_offset(ch, &file->slots, file->slots.sent, ch->side);
	const int fd = file->fds.out[ch->side];

	return call_moved_whole(ch, pwrite(fd, ch->out, ch->size, (off_t)at));
}

static inline int file_slots_read(const struct channel *ch)
{
	const struct file_slots *file = ch->state;
	const enum side sender = side_peer(ch->side);
	size_t at = slots_offset(ch, &file->slots, file->slots.received, sender);
	const int fd = file->fds.in[ch->side];

	return call_moved_whole(ch, pread(fd, ch->in, ch->size, (off_t)at));
}
