/* SPDX-License-Identifier: MIT */
/*
 * sysv-msg: System V message queues, one for each direction.
 *
 * A queue in the kernel that keeps message boundaries, and from which a receiver may ask
 * for the first message of one type.  It has no direction.  Any process that its mode
 * lets in finds it by a key; there is no descriptor, so poll() cannot wait for it.  It is
 * bounded by bytes per message (kernel.msgmax, 8192) and per queue (kernel.msgmnb, 16384;
 * more only with CAP_SYS_RESOURCE).  It stays until it is removed, which wakes waiting
 * processes (EIDRM); the death of a peer does not.
 */
#include <sys/mman.h>
#include <sys/msg.h>
#include <unistd.h>

#include "common/retry.h"
#include "loop.h"

struct sysv_msg_state {
	int queue[SIDE_COUNT]; /* what that side receives from */
	int count;	       /* of the queues that exist */
	int flags;
};

/* Asks for room for at least one message: a larger one would wait for ever. */
static int sysv_msg_size(struct channel *ch, int queue)
{
	struct msqid_ds ds;

	if (msgctl(queue, IPC_STAT, &ds) < 0)
		return -errno;
	if (ch->buffer > 0 || ds.msg_qbytes < ch->size)
		ds.msg_qbytes = ch->buffer > ch->size ? ch->buffer : ch->size;
	ch->buffer = ds.msg_qbytes;
	ch->limit = "kernel.msgmnb";
	return msgctl(queue, IPC_SET, &ds) < 0 ? -errno : 0;
}

static int sysv_msg_create(struct channel *ch)
{
	struct sysv_msg_state *st = ch->state;
	struct msginfo info;
	int r = 0;

	st->flags = ch->wait == WAIT_BLOCK ? 0 : IPC_NOWAIT;
	if (msgctl(0, IPC_INFO, (struct msqid_ds *)&info) < 0)
		return -errno;
	ch->limit = "kernel.msgmax";
	if (ch->size > (size_t)info.msgmax)
		return -EMSGSIZE;
	for (enum side side = CLIENT; side < SIDE_COUNT && r == 0; side++) {
		ch->limit = "kernel.msgmni";
		st->queue[side] = msgget(IPC_PRIVATE, 0600);
		if (st->queue[side] < 0)
			return -errno;
		st->count++;
		r = sysv_msg_size(ch, st->queue[side]);
	}
	return r;
}

static void sysv_msg_destroy(struct channel *ch)
{
	const struct sysv_msg_state *st = ch->state;

	for (int i = 0; i < st->count; i++)
		msgctl(st->queue[i], IPC_RMID, NULL);
}

/* The type must lie right before the text, so the harness's buffers do not serve: these
 * end a page with the type and begin the next with the message. */
static int sysv_msg_attach(struct channel *ch)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	const size_t bytes = page + (ch->size + page - 1) / page * page;
	char *memory = mmap(NULL, 2 * bytes, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

	if (memory == MAP_FAILED)
		return -errno;
	ch->out = memory + page;
	ch->in = memory + bytes + page;
	((long *)ch->out)[-1] = 1; /* any type but 0 */
	return 0;
}

static inline int sysv_msg_send(struct channel *ch)
{
	const struct sysv_msg_state *st = ch->state;
	const int queue = st->queue[side_peer(ch->side)];

	return UNTIL_DONE(ch, msgsnd(queue, (long *)ch->out - 1, ch->size, st->flags));
}

static inline int sysv_msg_recv(struct channel *ch)
{
	const struct sysv_msg_state *st = ch->state;
	const int queue = st->queue[ch->side];

	return UNTIL_DONE(ch, msgrcv(queue, (long *)ch->in - 1, ch->size, 0, st->flags));
}

/* The bad buffer is raised to one message. */
static const struct knob sysv_msg_knobs[] = {
	{
		.setting = SET_BUFFER,
		.least = 1024,
		.most = 16 * 1024 * 1024,
		.factor = 2,
		.bad = 1,
		.limit = "kernel.msgmnb",
		.how = "msgctl(id, IPC_SET, &ds) with ds.msg_qbytes = VALUE",
	},
	{0},
};

MECHANISM_LOOPS(sysv_msg_send, sysv_msg_recv);

const struct mechanism mechanism_sysv_msg = {
	.name = "sysv-msg",
	.summary = "System V message queues, one for each direction",
	.family = "queue",
	.traits = MECH_BOUNDARIES | MECH_NAMED | MECH_PERSISTS,
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.access = "mode",
	.knobs = sysv_msg_knobs,
	.state_size = sizeof(struct sysv_msg_state),
	.create = sysv_msg_create,
	.attach = sysv_msg_attach,
	.destroy = sysv_msg_destroy,
	.loops = &loops,
};
