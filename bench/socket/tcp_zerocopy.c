/* SPDX-License-Identifier: MIT */
/*
 * tcp-zerocopy: a TCP connection whose sender lends its pages to the kernel.
 *
 * As tcp (see there), but the data lies in the sender's own memory: send() pins the
 * message's pages and returns.  Until the kernel needs them no more, which is when they
 * are acknowledged, they must not be written.  It says so in the socket's error queue: it
 * numbers the calls of send() that succeed, and leaves notices of ranges of them.  So
 * messages are built in a few slots in turn, and the sender waits for a slot's notices
 * before it uses the slot again.  Pinned pages count against RLIMIT_MEMLOCK.
 *
 * It is made for network cards and messages of 10 KiB and more.  What goes over loopback
 * is copied by the kernel after all, and its notices marked SO_EE_CODE_ZEROCOPY_COPIED:
 * here one sees the price without what it buys.
 */
#include <poll.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
/* It wants the above first. */
#include <linux/errqueue.h>

#include "loop.h"
#include "socket/inet.h"

#define SLOTS 4						  /* messages under way at most */
#define SLOT_STRIDE(size) (((size) + 4095) / 4096 * 4096) /* at least a page */

/* The calls of send() for the message in a slot. */
struct slot {
	uint32_t first, count;
	uint32_t pending; /* of which there was no notice yet */
};

struct zerocopy_state {
	struct fd_state fds;
	char *memory; /* of the side's own slots */
	struct slot slots[SLOTS];
	unsigned slot;		 /* the one that out points at */
	uint32_t calls, pending; /* of all slots */
};

static inline void zerocopy_count(struct zerocopy_state *st, struct slot *slot)
{
	st->calls++;
	st->pending++;
	slot->count++;
	slot->pending++;
}

/* Notices come mostly, but not always, in order. */
static inline void zerocopy_note(struct zerocopy_state *st,
				 const struct sock_extended_err *notice)
{
	for (uint32_t call = notice->ee_info; call != notice->ee_data + 1; call++) {
		for (unsigned i = 0; i < SLOTS; i++)
			if (call - st->slots[i].first < st->slots[i].count)
				st->slots[i].pending--;
		st->pending--;
	}
}

/* Reads a notice, or waits until there is one to read. */
static inline int zerocopy_wait(struct channel *ch, int fd)
{
	char control[CMSG_SPACE(sizeof(struct sock_extended_err) +
				sizeof(struct sockaddr_storage))];
	struct msghdr message = {.msg_control = control,
				 .msg_controllen = sizeof(control)};
	struct pollfd waiting = {.fd = fd};
	int r;

	if (recvmsg(fd, &message, MSG_ERRQUEUE) >= 0) {
		zerocopy_note(ch->state, (void *)CMSG_DATA(CMSG_FIRSTHDR(&message)));
		return 0;
	}
	if (errno != EAGAIN || ch->wait != WAIT_BLOCK)
		return call_retry(ch);
	r = poll(&waiting, 1, -1);
	return r < 0 ? call_retry(ch) : waiting.revents & POLLHUP ? -EPIPE : 0;
}

static inline int zerocopy_send(struct channel *ch)
{
	struct zerocopy_state *st = ch->state;
	struct slot *slot = &st->slots[st->slot];
	const int fd = st->fds.out[ch->side];
	const char *at = ch->out, *end = at + ch->size;
	int r = 0;

	*slot = (struct slot){.first = st->calls};
	while (r == 0 && at < end) {
		ssize_t n = send(fd, at, (size_t)(end - at), MSG_ZEROCOPY);

		if (n >= 0) {
			at += n;
			zerocopy_count(st, slot);
		} else if (errno == ENOBUFS && st->pending > 0) {
			r = zerocopy_wait(ch, fd);
		} else {
			r = call_retry(ch);
		}
	}
	st->slot = (st->slot + 1) % SLOTS;
	ch->out = st->memory + st->slot * SLOT_STRIDE(ch->size);
	while (r == 0 && st->slots[st->slot].pending > 0)
		r = zerocopy_wait(ch, fd);
	return r;
}

/* Sends a message that nobody waits for, and returns how much of it was taken. */
static ssize_t zerocopy_try(struct channel *ch, int fd, const void *message)
{
	const int one = 1;
	ssize_t n;

	if (setsockopt(fd, SOL_SOCKET, SO_ZEROCOPY, &one, sizeof(one)) < 0)
		return -EOPNOTSUPP;
	n = send(fd, message, ch->size, MSG_ZEROCOPY | MSG_DONTWAIT);
	if (n >= 0 || errno != ENOBUFS)
		return n < 0 ? -errno : n;
	ch->limit = "RLIMIT_MEMLOCK";
	return -ENOMEM;
}

/* Tries both directions together: in a round trip each side has a message pinned. */
static int zerocopy_probe(struct channel *ch, const void *message, bool grows)
{
	struct zerocopy_state *st = ch->state;
	ssize_t n[SIDE_COUNT];

	for (enum side side = CLIENT; side < SIDE_COUNT; side++) {
		n[side] = zerocopy_try(ch, st->fds.out[side], message);
		if (n[side] < 0)
			return (int)n[side];

		/* In pieces it would wait for an acknowledgement after each. */
		if (!grows && n[side] < (ssize_t)ch->size) {
			ch->limit = "SO_SNDBUF";
			return -EMSGSIZE;
		}
	}
	zerocopy_count(st, &st->slots[0]); /* of either side */
	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		if (recv(st->fds.in[side_peer(side)], NULL, (size_t)n[side],
			 MSG_WAITALL | MSG_TRUNC) < 0)
			return -errno;
	return 0;
}

static int zerocopy_create(struct channel *ch)
{
	void *message = calloc(1, ch->size);
	const bool grows = ch->buffer == 0;
	int r = message ? tcp_create(ch) : -ENOMEM;

	if (r == 0)
		r = zerocopy_probe(ch, message, grows);
	free(message);
	return r;
}

static int zerocopy_attach(struct channel *ch)
{
	struct zerocopy_state *st = ch->state;

	st->memory = mmap(NULL, SLOTS * SLOT_STRIDE(ch->size), PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (st->memory == MAP_FAILED)
		return -errno;
	ch->out = st->memory;
	return fd_attach(ch);
}

static const struct knob zerocopy_knobs[] = {TCP_BUFFER_KNOB, {0}};

MECHANISM_LOOPS(zerocopy_send, fd_recv);

const struct mechanism mechanism_tcp_zerocopy = {
	.name = "tcp-zerocopy",
	.summary = "a TCP connection over loopback, MSG_ZEROCOPY",
	.family = "socket",
	.traits = MECH_NAMED,
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.variants = inet_variants,
	.access = "anyone",
	.knobs = zerocopy_knobs,
	.state_size = sizeof(struct zerocopy_state),
	.create = zerocopy_create,
	.attach = zerocopy_attach,
	.destroy = fd_destroy,
	.loops = &loops,
};
