/* SPDX-License-Identifier: MIT */
/*
 * file-lock: a regular file whose readers and writers wait for record locks.
 *
 * Locks are on ranges of bytes, which need not exist: here a byte far behind the data
 * stands for each message.  The writer holds the locks of all messages to come, and gives
 * one up when it has written the message; the reader waits until it gets that lock.
 * Slots in the file are freed in the same manner.  So neither side can be too early,
 * however long the other takes.
 *
 * The file has slots for both directions, which keep messages whole, and a name, by which
 * any process that its mode lets in can take part; it and the data, in the page cache,
 * outlive both processes.  Open-file-description locks, used here, belong to all who
 * share the open file.  The older POSIX locks belong to a process, are lost when it
 * closes any descriptor of the file, and detect deadlocks.  Neither kind binds anyone who
 * does not ask for it.  When the holder dies its locks go, and the other side goes on as
 * if it were its turn (here the keeper still has the file open, which keeps them).
 */
#include "file/file_slots.h"
#include "loop.h"

/* Bytes to lock, for each kind and direction: more than there will be messages. */
#define LOCK_SPAN (UINT64_C(1) << 60)

enum locks { LOCKS_FILLED, LOCKS_FREE, LOCKS_COUNT };

/* Takes or gives up `count` locks of one kind from number n on, in the direction of the
 * receiver. */
static inline int file_lock_set(const struct channel *ch, int fd, short type,
				enum side receiver, enum locks which, uint64_t n,
				uint64_t count)
{
	struct flock lock = {
		.l_type = type,
		.l_whence = SEEK_SET,
		.l_start = (off_t)((1 + receiver * LOCKS_COUNT + which) * LOCK_SPAN + n),
		.l_len = (off_t)count,
	};

	return UNTIL_DONE(ch, fcntl(fd, F_OFD_SETLKW, &lock));
}

/* Each side gets all the locks that it is going to give up. */
static int file_lock_create(struct channel *ch)
{
	const struct file_slots *st = ch->state;
	int r = file_slots_create(ch);
	const uint64_t slots = 2 * st->slots.half;

	for (enum side side = CLIENT; side < SIDE_COUNT && r == 0; side++) {
		r = file_lock_set(ch, st->fds.out[side], F_WRLCK, side_peer(side),
				  LOCKS_FILLED, 0, LOCK_SPAN);
		if (r == 0)
			r = file_lock_set(ch, st->fds.in[side], F_WRLCK, side, LOCKS_FREE,
					  slots, LOCK_SPAN - slots);
	}
	return r;
}

/* The lock of a free slot is kept for good: it joins the one before. */
static inline int file_lock_send(struct channel *ch)
{
	struct file_slots *st = ch->state;
	const enum side peer = side_peer(ch->side);
	const int fd = st->fds.out[ch->side];
	const uint64_t n = st->slots.sent;
	int r = file_lock_set(ch, fd, F_WRLCK, peer, LOCKS_FREE, n, 1);

	if (r == 0)
		r = file_slots_write(ch);
	st->slots.sent++;
	return r < 0 ? r : file_lock_set(ch, fd, F_UNLCK, peer, LOCKS_FILLED, n, 1);
}

static inline int file_lock_recv(struct channel *ch)
{
	struct file_slots *st = ch->state;
	const int fd = st->fds.in[ch->side];
	const uint64_t half = st->slots.half, n = st->slots.received;
	int r = file_lock_set(ch, fd, F_WRLCK, ch->side, LOCKS_FILLED, n, 1);

	if (r == 0)
		r = file_slots_read(ch);
	if (r < 0 || ++st->slots.received % half > 0)
		return r;
	return file_lock_set(ch, fd, F_UNLCK, ch->side, LOCKS_FREE, n + 1 + half, half);
}

MECHANISM_LOOPS(file_lock_send, file_lock_recv);

const struct mechanism mechanism_file_lock = {
	.name = "file-lock",
	.summary = "a regular file, turns taken with record locks",
	.family = "file",
	.traits = MECH_BOUNDARIES | MECH_NAMED | MECH_UNLINKED,
	.waits = WAITS(WAIT_BLOCK),
	.access = "mode",
	.knobs = slots_knobs,
	.state_size = sizeof(struct file_slots),
	.create = file_lock_create,
	.attach = fd_attach,
	.destroy = fd_destroy,
	.loops = &loops,
};
