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
#include <sys/socket.h>

#include "fd.h"
#include "loop.h"
#include "shared_memory.h"
#include "slots.h"

enum notes { NOTE_FILLED, NOTE_FREE, NOTE_COUNT };

struct memfd_state {
	struct fd_state fds;
	struct slots slots;
	struct shared_memory memory;
	uint64_t noted[NOTE_COUNT]; /* slots, told of and not yet used */
};

static int memfd_create_pair(struct channel *ch)
{
	struct memfd_state *st = ch->state;
	int ends[SIDE_COUNT];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return -errno;
	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		st->fds.in[side] = st->fds.out[side] = ends[side];
	slots_create(ch, &st->slots);
	st->noted[NOTE_FREE] = 2 * st->slots.half;
	st->memory.size = SIDE_COUNT * ch->buffer;
	return 0;
}

union control {
	struct cmsghdr header;
	char bytes[CMSG_SPACE(sizeof(int))];
};

/* Sends the descriptor fd along with a byte, or receives one. */
static int memfd_pass(int socket, int *fd, enum side side)
{
	union control control = {.header = {
					 .cmsg_len = CMSG_LEN(sizeof(int)),
					 .cmsg_level = SOL_SOCKET,
					 .cmsg_type = SCM_RIGHTS,
				 }};
	char byte = 0;
	struct iovec part = {&byte, sizeof(byte)};
	struct msghdr message = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	ssize_t n;

	memcpy(CMSG_DATA(&control.header), fd, sizeof(*fd));
	n = side == CLIENT ? sendmsg(socket, &message, 0)
			   : recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
	if (n < 0)
		return -errno;
	if (n == 0 || message.msg_controllen < CMSG_LEN(sizeof(int)))
		return -EPIPE;
	memcpy(fd, CMSG_DATA(&control.header), sizeof(*fd));
	return 0;
}

static inline void *memfd_slot(const struct channel *ch, uint64_t n, enum side sender)
{
	const struct memfd_state *st = ch->state;

	return (char *)st->memory.address + slots_offset(ch, &st->slots, n, sender);
}

static int memfd_attach(struct channel *ch)
{
	struct memfd_state *st = ch->state;
	int fd = ch->side == CLIENT ? memfd_create("ipcbench", MFD_CLOEXEC) : 0;
	int r = fd < 0 ? -errno : 0;

	if (r == 0)
		r = memfd_pass(st->fds.in[ch->side], &fd, ch->side);
	if (r == 0)
		r = shared_memory_map(ch, &st->memory, fd, NULL);
	if (r < 0)
		return r;
	shared_memory_populate(&st->memory);
	ch->out = memfd_slot(ch, 0, ch->side);
	st->noted[NOTE_FREE]--;
	return fd_attach(ch);
}

/* One byte of a stream socket: it goes out at once or not at all. */
static inline int memfd_note(const struct channel *ch, char note)
{
	const struct memfd_state *st = ch->state;
	int r = 0;

	while (r == 0 && write(st->fds.out[ch->side], &note, 1) < 0)
		r = call_retry(ch);
	return r;
}

/* Takes a slot, reading notes of either kind until there is one. */
static inline int memfd_take(const struct channel *ch, enum notes which)
{
	struct memfd_state *st = ch->state;
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
	.state_size = sizeof(struct memfd_state),
	.create = memfd_create_pair,
	.attach = memfd_attach,
	.destroy = fd_destroy,
	.loops = &loops,
};
