/* SPDX-License-Identifier: MIT */
/*
 * Unix sockets with a fault each: the tenth message is lost, sent twice, overtaken
 * by the eleventh, torn, or cut short and filled up.  Where a message is missing at
 * the end the next slice shows it.
 */
#include <string.h>
#include <sys/socket.h>

#include "contract.h"
#include "fd.h"
#include "loop.h"

#define FAULTY 10

struct broken_state {
	struct fd_state fds;
	unsigned sent;
	char held[64];
};

static int broken_create(struct channel *ch)
{
	struct broken_state *st = ch->state;
	int ends[SIDE_COUNT];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return -errno;
	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		st->fds.in[side] = st->fds.out[side] = ends[side];
	return 0;
}

static inline bool is_faulty(struct channel *ch)
{
	struct broken_state *st = ch->state;

	return ++st->sent == FAULTY;
}

/* In a round trip nobody can wait for what is lost: what comes instead is the
 * message after it. */
static inline int drop_send(struct channel *ch)
{
	if (is_faulty(ch))
		payload_write(ch->out, ch->size, FAULTY, ch->side);
	return fd_send(ch);
}

static inline int repeat_send(struct channel *ch)
{
	int r = fd_send(ch);

	return r == 0 && is_faulty(ch) ? fd_send(ch) : r;
}

static inline int reorder_send(struct channel *ch)
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
static inline int tear_send(struct channel *ch)
{
	struct broken_state *st = ch->state;
	char *half = (char *)ch->out + ch->size / 2;

	if (is_faulty(ch))
		memcpy(half, st->held, ch->size / 2);
	memcpy(st->held, half, ch->size / 2);
	return fd_send(ch);
}

static inline int flip_send(struct channel *ch)
{
	if (is_faulty(ch))
		((char *)ch->out)[ch->size - 1] ^= 1;
	return fd_send(ch);
}

#define BROKEN(fault, text)                                                              \
	static int fault##_ping(struct channel *ch, struct slice *sl)                    \
	{                                                                                \
		return loop_ping(ch, sl, TOUCH_FULL, SERVER, fault##_send, fd_recv);     \
	}                                                                                \
	static int fault##_echo(struct channel *ch, struct slice *sl)                    \
	{                                                                                \
		return loop_echo(ch, sl, TOUCH_FULL, false, fault##_send, fd_recv);      \
	}                                                                                \
	static int fault##_source(struct channel *ch, struct slice *sl)                  \
	{                                                                                \
		return loop_source(ch, sl, TOUCH_FULL, fault##_send);                    \
	}                                                                                \
	static int fault##_sink(struct channel *ch, struct slice *sl)                    \
	{                                                                                \
		return loop_sink(ch, sl, TOUCH_FULL, fd_recv);                           \
	}                                                                                \
	static const struct loops loops_of_##fault = {                                   \
		.run = {                                                                 \
			[ROUND_TRIP][TOUCH_FULL] = {fault##_ping, fault##_echo},         \
			[STREAM][TOUCH_FULL] = {fault##_source, fault##_sink},           \
		}};                                                                      \
	static const struct mechanism broken_##fault = {                                 \
		.name = "broken-" #fault,                                                \
		.summary = text,                                                         \
		.family = "broken",                                                      \
		.waits = WAITS(WAIT_BLOCK),                                              \
		.state_size = sizeof(struct broken_state),                               \
		.create = broken_create,                                                 \
		.attach = fd_attach,                                                     \
		.destroy = fd_destroy,                                                   \
		.loops = &loops_of_##fault,                                              \
	}

BROKEN(drop, "a lost message");
BROKEN(repeat, "a repeated message");
BROKEN(reorder, "an overtaken message");
BROKEN(tear, "a torn message");
BROKEN(flip, "a flipped bit");

const struct mechanism *const broken[] = {
	&broken_drop, &broken_repeat, &broken_reorder, &broken_tear, &broken_flip,
};
const size_t broken_count = sizeof(broken) / sizeof(broken[0]);
