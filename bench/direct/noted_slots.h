/* SPDX-License-Identifier: MIT */
/*
 * Slots of which a stream socket tells: a byte for each that is filled, a byte for
 * each half of them that is free again.
 */
#pragma once

#include <sys/socket.h>

#include "common/fd.h"
#include "common/slots.h"

enum notes { NOTE_FILLED, NOTE_FREE, NOTE_COUNT };

/* The state begins with one. */
struct noted_slots {
	struct fd_state fds;
	struct slots slots;
	uint64_t noted[NOTE_COUNT]; /* slots, told of and not yet used */
};

static inline int noted_slots_create(struct channel *ch)
{
	struct noted_slots *st = ch->state;
	int ends[SIDE_COUNT];

	slots_create(ch, &st->slots);
	st->noted[NOTE_FREE] = 2 * st->slots.half;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return -errno;
	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		st->fds.in[side] = st->fds.out[side] = ends[side];
	return 0;
}

/* One byte: it goes out at once or not at all. */
static inline int noted_slots_tell(const struct channel *ch, char note)
{
	const struct noted_slots *st = ch->state;
	int r = 0;

	while (r == 0 && write(st->fds.out[ch->side], &note, 1) < 0)
		r = call_retry(ch);
	return r;
}

/* Takes a slot, reading notes of either kind until there is one. */
static inline int noted_slots_take(const struct channel *ch, enum notes which)
{
	struct noted_slots *st = ch->state;
	char notes[64];
	int r = 0;

	while (r == 0 && st->noted[which] == 0) {
		ssize_t n = read(st->fds.in[ch->side], notes, sizeof(notes));

		if (n <= 0)
			r = n == 0 ? -EPIPE : call_retry(ch);
		for (ssize_t i = 0; i < n; i++)
			st->noted[(int)notes[i]] +=
				notes[i] == NOTE_FREE ? st->slots.half : 1;
	}
	if (r == 0)
		st->noted[which]--;
	return r;
}
