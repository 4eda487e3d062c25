/* SPDX-License-Identifier: MIT */
/*
 * tcp-zerocopy: a TCP connection whose sender lends its pages to the kernel.
 *
 * As tcp (see there), but send() pins the message's pages and returns; when the kernel
 * needs them no more, which is when they are acknowledged, it says so in the socket's
 * error queue, and until then they must not be written.  So messages are built in a few
 * buffers in turn, and a buffer is awaited before it is used again.  Pinned pages count
 * against RLIMIT_MEMLOCK.  Made for network cards and messages of 10 KiB and more: what
 * goes over loopback is copied by the kernel after all, which marks such completions with
 * SO_EE_CODE_ZEROCOPY_COPIED, so that here one sees the price without what it buys.
 */
#include <stdlib.h>
#include <sys/mman.h>

#include "loop.h"
#include "socket/flight.h"
#include "socket/inet.h"

#define SLOT_STRIDE(size) (((size) + 4095) / 4096 * 4096) /* a page at least */

struct zerocopy_state {
	struct fd_state fds;
	char *slots; /* the side's own, one for each flight */
	unsigned slot;
	struct flights flights;
};

static inline int zerocopy_send(struct channel *ch)
{
	struct zerocopy_state *st = ch->state;
	struct flight *flight = &st->flights.at[st->slot];
	const int fd = st->fds.out[ch->side];
	const char *at = ch->out, *end = at + ch->size;
	int r = 0;

	*flight = (struct flight){.first = st->flights.calls};
	while (r == 0 && at < end) {
		ssize_t n = send(fd, at, (size_t)(end - at), MSG_ZEROCOPY);

		if (n >= 0) {
			at += n;
			flights_count(&st->flights, flight);
		} else if (errno == ENOBUFS && st->flights.pending > 0) {
			r = flights_wait(ch, &st->flights, fd);
		} else {
			r = call_retry(ch);
		}
	}
	if (r < 0)
		return r;
	st->slot = (st->slot + 1) % FLIGHTS;
	ch->out = st->slots + st->slot * SLOT_STRIDE(ch->size);
	return flights_land(ch, &st->flights, fd, &st->flights.at[st->slot]);
}

static int zerocopy_create(struct channel *ch)
{
	struct zerocopy_state *st = ch->state;
	void *message = calloc(1, ch->size);
	const bool grows = ch->buffer == 0;
	int r = message ? tcp_create(ch) : -ENOMEM;
	ssize_t n[SIDE_COUNT] = {r, r};

	for (enum side side = CLIENT; side < SIDE_COUNT && r == 0; side++) {
		n[side] = flights_try(ch, st->fds.out[side], message);
		r = n[side] < 0 ? (int)n[side] : 0;

		/* In pieces it would wait for an acknowledgement after each. */
		if (r == 0 && !grows && n[side] < (ssize_t)ch->size) {
			ch->limit = "SO_SNDBUF";
			r = -EMSGSIZE;
		}
	}
	free(message);
	flights_count(&st->flights, &st->flights.at[0]); /* of either side */
	for (enum side side = CLIENT; side < SIDE_COUNT && r == 0; side++)
		if (recv(st->fds.in[side_peer(side)], NULL, (size_t)n[side],
			 MSG_WAITALL | MSG_TRUNC) < 0)
			r = -errno;
	return r;
}

static int zerocopy_attach(struct channel *ch)
{
	struct zerocopy_state *st = ch->state;

	st->slots = mmap(NULL, FLIGHTS * SLOT_STRIDE(ch->size), PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (st->slots == MAP_FAILED)
		return -errno;
	ch->out = st->slots;
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
