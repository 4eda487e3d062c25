/* SPDX-License-Identifier: MIT */
/*
 * posix-mq: POSIX message queues, one for each direction.
 *
 * A queue has a name that begins with a slash, visible to every process in the same IPC
 * namespace that its mode lets in.  It lives in the kernel until it is unlinked and
 * closed.  It has no direction: a process that both sends and receives could get its own
 * messages back.  It keeps message boundaries and priorities.  It is bounded in three
 * ways: messages per queue (fs.mqueue.msg_max, 10), bytes per message
 * (fs.mqueue.msgsize_max, 8192) and bytes per user (RLIMIT_MSGQUEUE, 800 KiB).  On Linux
 * it is a descriptor, for which poll() can wait.  Neither side is told when the other
 * dies.
 */
#include <fcntl.h>
#include <mqueue.h>

#include "common/names.h"
#include "common/retry.h"
#include "loop.h"

#define DEPTH 10 /* messages: the most that an untouched kernel allows */

struct mq_state {
	mqd_t queue[SIDE_COUNT]; /* what that side receives from; 0: not open */
};

static int mq_refuse(struct channel *ch, int error)
{
	const bool deep = ch->depth > DEPTH;

	if (error == EMFILE)
		ch->limit = "RLIMIT_MSGQUEUE";
	if (error != EINVAL)
		return -error;
	ch->limit = deep ? "fs.mqueue.msg_max" : "fs.mqueue.msgsize_max";
	return deep ? -ENOSPC : -EMSGSIZE;
}

static int mq_make(struct channel *ch, mqd_t *queue)
{
	const int flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC |
			  (ch->wait == WAIT_BLOCK ? 0 : O_NONBLOCK);
	struct mq_attr attr = {
		.mq_maxmsg = (long)ch->depth,
		.mq_msgsize = (long)ch->size,
	};
	char name[NAME_SIZE];
	int r = name_make(name);

	if (r < 0)
		return r;
	*queue = mq_open(name, flags, 0600, &attr);
	if (*queue < 0)
		return mq_refuse(ch, errno);
	mq_unlink(name);
	return 0;
}

static int mq_create(struct channel *ch)
{
	struct mq_state *st = ch->state;
	int r = 0;

	if (ch->depth == 0)
		ch->depth = ch->buffer ? ch->buffer / ch->size : DEPTH;
	if (ch->depth == 0)
		ch->depth = 1;
	ch->buffer = ch->depth * ch->size;
	for (enum side side = CLIENT; side < SIDE_COUNT && r == 0; side++)
		r = mq_make(ch, &st->queue[side]);
	return r;
}

static void mq_destroy(struct channel *ch)
{
	struct mq_state *st = ch->state;

	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		if (st->queue[side] > 0)
			mq_close(st->queue[side]);
}

static inline int mq_pass(struct channel *ch)
{
	const struct mq_state *st = ch->state;
	const mqd_t queue = st->queue[side_peer(ch->side)];

	return UNTIL_DONE(ch, mq_send(queue, ch->out, ch->size, 0));
}

static inline int mq_take(struct channel *ch)
{
	const struct mq_state *st = ch->state;
	const mqd_t queue = st->queue[ch->side];

	return UNTIL_DONE(ch, mq_receive(queue, ch->in, ch->size, NULL));
}

static const struct knob mq_knobs[] = {
	{
		.setting = SET_DEPTH,
		.least = 2,
		.most = 1024,
		.factor = 2,
		.bad = 1,
		.limit = "fs.mqueue.msg_max",
		.how = "mq_open() with attr.mq_maxmsg = VALUE",
	},
	{0},
};

MECHANISM_LOOPS(mq_pass, mq_take);

const struct mechanism mechanism_posix_mq = {
	.name = "posix-mq",
	.summary = "POSIX message queues, one for each direction",
	.family = "queue",
	.traits = MECH_BOUNDARIES | MECH_NAMED | MECH_UNLINKED,
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.access = "mode",
	.knobs = mq_knobs,
	.state_size = sizeof(struct mq_state),
	.create = mq_create,
	.destroy = mq_destroy,
	.loops = &loops,
};
