/* SPDX-License-Identifier: MIT */
/*
 * Unix sockets with one fault each: the tenth message is lost, sent twice, overtaken by
 * the eleventh, torn, changed by a bit, or too short.  Where a message is missing at the
 * end, the next slice shows it.
 *
 * Lossy ones may lose every seventh message and have every eighth overtaken, as long as
 * that is counted; none may tear a message, or flip a bit of it.
 */
#include <string.h>
#include <sys/socket.h>

#include "contract.h"
#include "loop.h"
#include "lossy.h"
#include "socket/datagram.h"

#define FAULTY 10

struct broken_state {
	struct fd_state fds;
	unsigned sent;
	char held[64];
};

static int pair_of_type(struct channel *ch, int type)
{
	struct broken_state *st = ch->state;

	if (socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, st->fds.in) < 0)
		return -errno;
	fd_both_ways(&st->fds);
	return 0;
}

static int stream_create(struct channel *ch)
{
	return pair_of_type(ch, SOCK_STREAM);
}

static int packet_create(struct channel *ch)
{
	return pair_of_type(ch, SOCK_SEQPACKET);
}

static int lossy_create(struct channel *ch)
{
	return pair_of_type(ch, SOCK_DGRAM);
}

static inline bool is_faulty(struct channel *ch)
{
	struct broken_state *st = ch->state;

	return ++st->sent == FAULTY;
}

/* In a round trip nobody can wait for what is lost, so the message after it comes
 * instead. */
static inline int drop_message(struct channel *ch)
{
	if (is_faulty(ch))
		payload_write(ch->out, ch->size, FAULTY, ch->side);
	return fd_send(ch);
}

static inline int repeat_message(struct channel *ch)
{
	int r = fd_send(ch);

	return r == 0 && is_faulty(ch) ? fd_send(ch) : r;
}

static inline int reorder_message(struct channel *ch)
{
	struct broken_state *st = ch->state;

	if (is_faulty(ch)) {
		memcpy(st->held, ch->out, ch->size);
		payload_write(ch->out, ch->size, FAULTY, ch->side);
	} else if (st->sent == FAULTY + 1) {
		memcpy(ch->out, st->held, ch->size);
	}
	return fd_send(ch);
}

/* The second half is that of the message before. */
static inline int tear_message(struct channel *ch)
{
	struct broken_state *st = ch->state;
	char *half = (char *)ch->out + ch->size / 2;

	if (is_faulty(ch))
		memcpy(half, st->held, ch->size / 2);
	memcpy(st->held, half, ch->size / 2);
	return fd_send(ch);
}

static inline int flip_message(struct channel *ch)
{
	if (is_faulty(ch))
		((char *)ch->out)[ch->size - 1] ^= 1;
	return fd_send(ch);
}

/* A mechanism of the loops named after its fault. */
#define FAULTY_MECHANISM(prefix, fault, text, own_traits, own_create, own_attach)        \
	static const struct mechanism prefix##_##fault = {                               \
		.name = #prefix "-" #fault,                                              \
		.summary = text,                                                         \
		.family = "broken",                                                      \
		.traits = own_traits,                                                    \
		.waits = WAITS(WAIT_BLOCK),                                              \
		.state_size = sizeof(struct broken_state),                               \
		.create = own_create,                                                    \
		.attach = own_attach,                                                    \
		.destroy = fd_destroy,                                                   \
		.loops = &fault,                                                         \
	}

#define BROKEN(fault, text)                                                              \
	MECHANISM_LOOPS_NAMED(fault, fault##_message, fd_recv);                          \
	FAULTY_MECHANISM(broken, fault, text, 0, stream_create, fd_attach)

BROKEN(drop, "a lost message");
BROKEN(repeat, "a repeated message");
BROKEN(reorder, "an overtaken message");
BROKEN(tear, "a torn message");
BROKEN(flip, "a flipped bit");

/* A message that is too short, of a mechanism whose receiver sees that. */
static inline int shorten_message(struct channel *ch)
{
	return datagram_put(ch, is_faulty(ch) ? ch->size - 1 : ch->size);
}

MECHANISM_LOOPS_NAMED(shorten, shorten_message, datagram_recv);
FAULTY_MECHANISM(broken, shorten, "a short message", MECH_BOUNDARIES, packet_create,
		 fd_attach);

/* Whether this is a message, not a mark, and one of each `number`. */
static inline bool is_each(struct channel *ch, size_t size, unsigned number)
{
	struct broken_state *st = ch->state;

	return size == ch->size && ++st->sent % number == 0;
}

static inline int lose_put(struct channel *ch, size_t size)
{
	return is_each(ch, size, LOST_EACH) ? 0 : datagram_put(ch, size);
}

/* The client sends a message that it holds back after the next one; the server sends all
 * in time. */
static inline int overtake_put(struct channel *ch, size_t size)
{
	struct broken_state *st = ch->state;
	int r;

	if (ch->side == SERVER)
		return datagram_put(ch, size);
	if (is_each(ch, size, OVERTAKEN_EACH)) {
		memcpy(st->held, ch->out, size);
		return 0;
	}
	r = datagram_put(ch, size);
	if (r < 0 || size != ch->size || st->sent % OVERTAKEN_EACH != 1 || st->sent == 1)
		return r;
	memcpy(ch->out, st->held, size);
	return datagram_put(ch, size);
}

static inline int spoil_put(struct channel *ch, size_t size)
{
	if (is_each(ch, size, FAULTY))
		((char *)ch->out)[size - 1] ^= 1;
	return datagram_put(ch, size);
}

static inline int misnumber_put(struct channel *ch, size_t size)
{
	if (is_each(ch, size, FAULTY))
		((char *)ch->out)[0] ^= 1;
	return datagram_put(ch, size);
}

static inline int cut_put(struct channel *ch, size_t size)
{
	return datagram_put(ch, is_each(ch, size, FAULTY) ? size - 1 : size);
}

#define BROKEN_LOSSY(fault, text)                                                        \
	MECHANISM_LOSSY_LOOPS_NAMED(fault, fault##_put, datagram_take);                  \
	FAULTY_MECHANISM(lossy, fault, text, MECH_LOSSY | MECH_BOUNDARIES, lossy_create, \
			 datagram_attach_lossy)

BROKEN_LOSSY(lose, "lost messages");
BROKEN_LOSSY(overtake, "overtaken messages");
BROKEN_LOSSY(spoil, "a flipped bit among messages that may be lost");
BROKEN_LOSSY(misnumber, "a message that no other could be");
BROKEN_LOSSY(cut, "a short message among those that may be lost");

/* The pause begins at most one period before the message is due. */
static inline int stall_recv(struct channel *ch)
{
	if (is_faulty(ch))
		clock_sleep_until(clock_ns() + STALL_NS + STALL_NS / 10);
	return fd_recv(ch);
}

MECHANISM_LOOPS_NAMED(stall, fd_send, stall_recv);
FAULTY_MECHANISM(broken, stall, "a receiver that stalls", 0, stream_create, fd_attach);

/* Messages are numbered from 0, so that the tenth is number 9. */
#define NINTH (FAULTY - 1)
#define WHOLE BROKEN_SIZE, BROKEN_SIZE
#define SHORT BROKEN_SIZE - 1, BROKEN_SIZE
#define LAST (BROKEN_SIZE - 1)

const struct broken broken[] = {
	{&broken_drop, {NINTH, WHOLE, 0}},
	{&broken_repeat, {NINTH + 1, WHOLE, 0}},
	{&broken_reorder, {NINTH, WHOLE, 0}},
	{&broken_tear, {NINTH, WHOLE, BROKEN_SIZE / 2}},
	{&broken_flip, {NINTH, WHOLE, LAST}},
	{&broken_shorten, {NINTH, SHORT, 0}},
	{&lossy_spoil, {NINTH, WHOLE, LAST}},
	{&lossy_misnumber, {NINTH, WHOLE, 0}},
	{&lossy_cut, {NINTH, SHORT, 0}},
};
const size_t broken_count = sizeof(broken) / sizeof(broken[0]);

const struct mechanism *const loses = &lossy_lose;
const struct mechanism *const overtakes = &lossy_overtake;
const struct mechanism *const stalls = &broken_stall;
