/* SPDX-License-Identifier: MIT */
/*
 * file-sync: a regular file, each message made durable before the reader is told.
 *
 * fdatasync() returns when the disk says that it has the data: what a journal pays so
 * that nothing is lost when the machine crashes.  So this measures the disk or, in a
 * directory on tmpfs, nothing.  The file has its full size from the start, because
 * appending would have its length written as well.  It holds slots for both directions,
 * each for one whole message; the reader reads them from the page cache, and waits at an
 * eventfd, because a file cannot tell that it has been synchronised.  Any process that
 * the file's mode lets in can read along; the data outlives both processes, and a crash
 * of the machine.  Neither side is told when the other dies.
 */
#include "common/doorbell.h"
#include "file/file_slots.h"
#include "loop.h"

struct file_sync_state {
	struct file_slots file;
	struct doorbells bells[SIDE_COUNT]; /* by the side that receives */
};

static int file_sync_create(struct channel *ch)
{
	struct file_sync_state *st = ch->state;
	int r = file_slots_create(ch);

	return r < 0 ? r : doorbells_create(ch, &st->file.slots, st->bells);
}

static void file_sync_destroy(struct channel *ch)
{
	struct file_sync_state *st = ch->state;

	fd_destroy(ch);
	doorbells_destroy(st->bells);
}

static inline int file_sync_send(struct channel *ch)
{
	struct file_sync_state *st = ch->state;
	struct doorbells *to = &st->bells[side_peer(ch->side)];
	int r = doorbell_take(ch, &to->free);

	if (r == 0)
		r = file_slots_write(ch);
	if (r < 0)
		return r;
	if (fdatasync(st->file.fds.out[ch->side]) < 0)
		return -errno;
	st->file.slots.sent++;
	return doorbell_give(&to->filled, 1);
}

static inline int file_sync_recv(struct channel *ch)
{
	struct file_sync_state *st = ch->state;
	struct doorbells *from = &st->bells[ch->side];
	int r = doorbell_take(ch, &from->filled);

	if (r == 0)
		r = file_slots_read(ch);
	if (r < 0 || ++st->file.slots.received % st->file.slots.half > 0)
		return r;
	return doorbell_give(&from->free, st->file.slots.half);
}

MECHANISM_LOOPS(file_sync_send, file_sync_recv);

const struct mechanism mechanism_file_sync = {
	.name = "file-sync",
	.summary = "a regular file, fdatasync() after each message",
	.family = "file",
	.traits = MECH_BOUNDARIES | MECH_NAMED | MECH_UNLINKED,
	.waits = WAITS(WAIT_BLOCK),
	.access = "mode",
	.helper = "disk",
	.state_size = sizeof(struct file_sync_state),
	.create = file_sync_create,
	.attach = fd_attach,
	.destroy = file_sync_destroy,
	.loops = &loops,
};
