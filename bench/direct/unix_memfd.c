/* SPDX-License-Identifier: MIT */
/*
 * unix-memfd: messages in a memfd that was passed over a Unix socket, which then carries
 * only a byte for each.
 *
 * This is how unrelated processes come to share memory without a name: one makes it and
 * sends its descriptor with SCM_RIGHTS; nobody else can open it.  The data lies in that
 * memory, in slots for both directions; messages are built and read in place, whole.  The
 * socket tells of slots that are filled or free, and of death: reads see the end of file,
 * writes get SIGPIPE, EPIPE.  The memory goes with the last process that maps it.
 * Processes that do not trust each other need seals as well: a file that one of them
 * shrinks is SIGBUS for the other.
 */
#include "common/shared_memory.h"
#include "common/slots.h"
#include "direct/descriptor.h"
#include "loop.h"

/* The bytes that the socket carries: one for each slot that is filled, and one for each
 * half of the slots that is free again. */
enum notes { NOTE_FILLED, NOTE_FREE, NOTE_COUNT };

struct memfd_state {
	struct fd_state fds;
	struct slots slots;
	uint64_t noted[NOTE_COUNT]; /* slots of which a note has come, and not used yet */
	struct shared_memory memory;
};

static int memfd_socketpair(struct channel *ch)
{
	struct memfd_state *st = ch->state;

	slots_create(ch, &st->slots);
	st->noted[NOTE_FREE] = 2 * st->slots.half;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, st->fds.in) < 0)
		return -errno;
	fd_both_ways(&st->fds);
	return 0;
}

/* One byte goes out at once or not at all. */
static inline int memfd_note(const struct channel *ch, char note)
{
	const struct memfd_state *st = ch->state;

	return UNTIL_DONE(ch, write(st->fds.out[ch->side], &note, 1));
}

/* Takes a slot; reads notes of either kind until there is one. */
static inline int memfd_take(const struct channel *ch, enum notes which)
{
	struct memfd_state *st = ch->state;
	char notes[64];

	while (st->noted[which] == 0) {
		ssize_t n;
		int r = UNTIL_DONE(ch,
				   n = read(st->fds.in[ch->side], notes, sizeof(notes)));

		if (r < 0 || n == 0)
			return r < 0 ? r : -EPIPE;
		for (ssize_t i = 0; i < n; i++)
			st->noted[(int)notes[i]] +=
				notes[i] == NOTE_FREE ? st->slots.half : 1;
	}
	st->noted[which]--;
	return 0;
}

static inline void *memfd_slot(const struct channel *ch, uint64_t n, enum side sender)
{
	const struct memfd_state *st = ch->state;

	return (char *)st->memory.address + slots_offset(ch, &st->slots, n, sender);
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
	int r = memfd_share(ch, st->fds.in[ch->side], &fd);

	st->memory.size = SIDE_COUNT * ch->buffer;
	if (r == 0)
		r = shared_memory_map(ch, &st->memory, fd, NULL);
	if (r == 0)
		r = memfd_take(ch, NOTE_FREE);
	if (r < 0)
		return r;
	shared_memory_populate(&st->memory);
	ch->out = memfd_slot(ch, 0, ch->side);
	return fd_attach(ch);
}

static inline int memfd_send(struct channel *ch)
{
	struct memfd_state *st = ch->state;
	int r = memfd_note(ch, NOTE_FILLED);

	ch->out = memfd_slot(ch, ++st->slots.sent, ch->side);
	return r < 0 ? r : memfd_take(ch, NOTE_FREE);
}

/* The slot at in is the receiver's until the next call; only then is it freed. */
static inline int memfd_recv(struct channel *ch)
{
	struct memfd_state *st = ch->state;
	const uint64_t n = st->slots.received++;
	int r = 0;

	if (n > 0 && n % st->slots.half == 0)
		r = memfd_note(ch, NOTE_FREE);
	ch->in = memfd_slot(ch, n, side_peer(ch->side));
	return r < 0 ? r : memfd_take(ch, NOTE_FILLED);
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
	.create = memfd_socketpair,
	.attach = memfd_attach,
	.destroy = fd_destroy,
	.loops = &loops,
};
