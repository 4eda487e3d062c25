/* SPDX-License-Identifier: MIT */
/*
 * unix-memfd: messages in a memfd that was passed over a Unix socket, which then
 * carries only a byte for each.
 *
 * How unrelated processes come to share memory without a name: one makes it, sends
 * its descriptor with SCM_RIGHTS, and nobody else can open it.  Messages are built
 * and read in place; whole ones, in both directions.  The socket says who is there:
 * when the peer dies reads see the end of file, writes get SIGPIPE, EPIPE.  The
 * memory goes with the last who maps it.  Between processes that do not trust each
 * other it wants seals: a file that shrinks is SIGBUS for the other.
 */
#include "common/shared_memory.h"
#include "direct/descriptor.h"
#include "direct/noted_slots.h"
#include "loop.h"

struct memfd_state {
	struct noted_slots noted;
	struct shared_memory memory;
};

static inline void *memfd_slot(const struct channel *ch, uint64_t n, enum side sender)
{
	const struct memfd_state *st = ch->state;

	return (char *)st->memory.address + slots_offset(ch, &st->noted.slots, n, sender);
}

/* The client makes the memory and passes it on. */
static int memfd_share(const struct channel *ch, int socket, int *fd)
{
	int r;

	if (ch->side == SERVER)
		return descriptor_receive(socket, fd);
	*fd = memfd_create("ipcbench", MFD_CLOEXEC);
	if (*fd < 0)
		return -errno;
	r = descriptor_send(socket, *fd);
	if (r < 0)
		close(*fd);
	return r;
}

static int memfd_attach(struct channel *ch)
{
	struct memfd_state *st = ch->state;
	int fd = -1;
	int r = memfd_share(ch, st->noted.fds.in[ch->side], &fd);

	st->memory.size = SIDE_COUNT * ch->buffer;
	if (r == 0)
		r = shared_memory_map(ch, &st->memory, fd, NULL);
	if (r == 0)
		r = noted_slots_take(ch, NOTE_FREE);
	if (r < 0)
		return r;
	shared_memory_populate(&st->memory);
	ch->out = memfd_slot(ch, 0, ch->side);
	return fd_attach(ch);
}

static inline int memfd_send(struct channel *ch)
{
	struct memfd_state *st = ch->state;
	int r = noted_slots_tell(ch, NOTE_FILLED);

	ch->out = memfd_slot(ch, ++st->noted.slots.sent, ch->side);
	return r < 0 ? r : noted_slots_take(ch, NOTE_FREE);
}

/* The slot at in is the receiver's until the next call; only then is it freed. */
static inline int memfd_recv(struct channel *ch)
{
	struct memfd_state *st = ch->state;
	const uint64_t n = st->noted.slots.received++;
	int r = 0;

	if (n > 0 && n % st->noted.slots.half == 0)
		r = noted_slots_tell(ch, NOTE_FREE);
	ch->in = memfd_slot(ch, n, side_peer(ch->side));
	return r < 0 ? r : noted_slots_take(ch, NOTE_FILLED);
}

MECHANISM_LOOPS(memfd_send, memfd_recv);

const struct mechanism mechanism_unix_memfd = {
	.name = "unix-memfd",
	.summary = "a memfd passed over a Unix socket, which carries a byte per message",
	.family = "direct",
	.traits = MECH_BOUNDARIES,
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.knobs = slots_knobs,
	.state_size = sizeof(struct memfd_state),
	.create = noted_slots_create,
	.attach = memfd_attach,
	.destroy = fd_destroy,
	.loops = &loops,
};
