/* SPDX-License-Identifier: MIT */
/*
 * process-vm: the sender writes into the receiver's memory, an eventfd tells when.
 *
 * process_vm_writev() copies from one address space to another, once, whatever the size.
 * The receiver has no part in it, and does not learn of it, hence the eventfd.  It can go
 * either way, and nothing has a name.  The target may be any process that the caller
 * could trace with a debugger: one of the same user and, where kernel.yama.ptrace_scope
 * is 1, one that has allowed it by PR_SET_PTRACER.  The data lies in the receiver's
 * private memory, in whole messages.  Writing to a dead peer fails with ESRCH; a waiting
 * receiver is not told.
 */
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/uio.h>

#include "common/doorbell.h"
#include "loop.h"

struct process_vm_state {
	struct slots slots;
	struct doorbells bells[SIDE_COUNT]; /* by the side that receives */
	char *inbox; /* private, but at the same address in both sides */
};

static int process_vm_create(struct channel *ch)
{
	struct process_vm_state *st = ch->state;

	slots_create(ch, &st->slots);
	st->inbox = mmap(NULL, ch->buffer, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (st->inbox == MAP_FAILED) {
		st->inbox = NULL;
		return -errno;
	}
	return doorbells_create(ch, &st->slots, st->bells);
}

static inline int process_vm_write(const struct channel *ch, char *to)
{
	struct iovec local = {ch->out, ch->size}, remote = {to, ch->size};

	return call_moved_whole(ch,
				process_vm_writev(ch->peer, &local, 1, &remote, 1, 0));
}

/* Tries whether the peer can be written to, once it has allowed that. */
static int process_vm_attach(struct channel *ch)
{
	struct process_vm_state *st = ch->state;
	const enum side peer = side_peer(ch->side);
	int r;

	memset(st->inbox, 1, ch->buffer);
	prctl(PR_SET_PTRACER, ch->peer, 0, 0, 0); /* fails where it is not needed */
	r = doorbell_give(&st->bells[peer].filled, 1);
	if (r == 0)
		r = doorbell_take(ch, &st->bells[ch->side].filled);
	if (r == 0)
		r = process_vm_write(ch, st->inbox);
	if (r == -EPERM)
		ch->limit = "kernel.yama.ptrace_scope";
	return r;
}

static void process_vm_destroy(struct channel *ch)
{
	struct process_vm_state *st = ch->state;

	doorbells_destroy(st->bells);
	if (st->inbox)
		munmap(st->inbox, ch->buffer);
}

static inline int process_vm_send(struct channel *ch)
{
	struct process_vm_state *st = ch->state;
	struct doorbells *to = &st->bells[side_peer(ch->side)];
	const uint64_t n = st->slots.sent++;
	int r = doorbell_take(ch, &to->free);

	if (r == 0)
		r = process_vm_write(ch,
				     st->inbox + slots_offset(ch, &st->slots, n, CLIENT));
	return r < 0 ? r : doorbell_give(&to->filled, 1);
}

/* The slot at in is the receiver's until the next call; only then is it freed. */
static inline int process_vm_recv(struct channel *ch)
{
	struct process_vm_state *st = ch->state;
	struct doorbells *from = &st->bells[ch->side];
	const uint64_t n = st->slots.received++;
	int r = 0;

	if (n > 0 && n % st->slots.half == 0)
		r = doorbell_give(&from->free, st->slots.half);
	ch->in = st->inbox + slots_offset(ch, &st->slots, n, CLIENT);
	return r < 0 ? r : doorbell_take(ch, &from->filled);
}

MECHANISM_LOOPS(process_vm_send, process_vm_recv);

const struct mechanism mechanism_process_vm = {
	.name = "process-vm",
	.summary = "process_vm_writev() into the peer's memory, told by an eventfd",
	.family = "direct",
	.traits = MECH_BOUNDARIES,
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN) | WAITS(WAIT_YIELD),
	.access = "debugger",
	.knobs = slots_knobs,
	.state_size = sizeof(struct process_vm_state),
	.create = process_vm_create,
	.attach = process_vm_attach,
	.destroy = process_vm_destroy,
	.loops = &loops,
};
