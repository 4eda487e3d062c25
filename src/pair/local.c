/* SPDX-License-Identifier: MIT */
/*
 * A pair whose processes are both ours.
 *
 * Each side sleeps on a futex, its turn.  The supervisor wakes the server, the
 * server, when all that is left for it is to receive, wakes the client; the last
 * of both to finish writes an eventfd.  The supervisor waits for that, for either
 * to die (a pidfd each), for the user to say stop, and for the deadline.
 *
 * A side never cleans up: it is killed, or ends by _exit().  Its keeper does.
 */
#include "pair/local.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/words.h"
#include "pair/keeper.h"

/* What is to be said of the side that has died. */
static int local_autopsy(const struct local_pair *p, enum side side,
			 struct failure *failure)
{
	const struct post *post = &p->shared->post[side];

	*failure = (struct failure){
		.error = post->error ? post->error : -ECHILD,
		.refused = post->error && !post->ready,
		.side = side_name(side),
		.wrong = post->slice.wrong,
		.wrong_offset = post->slice.wrong_offset,
	};
	/* What stood in the way of attach() has killed nobody since. */
	failure_set_limit(failure, failure->refused ? post->limit : NULL);
	return failure->error;
}

/* Waits until the keeper has made the pair, or both sides have finished what they were
 * told to do. */
static int local_wait(struct supervisor *sv, struct local_pair *p,
		      struct failure *failure)
{
	struct pollfd fds[] = {
		{.fd = p->done, .events = POLLIN},
		{.fd = sv->stop_fd, .events = POLLIN},
		{.fd = p->pidfd[CLIENT], .events = POLLIN},
		{.fd = p->pidfd[SERVER], .events = POLLIN},
		{.fd = p->keeper_fd, .events = POLLIN},
	};
	int n = poll(fds, sizeof(fds) / sizeof(fds[0]), sv->deadline_ms);
	int r = n < 0 ? -errno : n == 0 ? -ETIMEDOUT : 0;
	eventfd_t value;

	*failure = (struct failure){.error = r, .side = "supervisor"};
	if (r == 0 && fds[1].revents)
		r = supervisor_stopped(sv);
	if (r < 0)
		return failure->error = r;
	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		if (fds[2 + side].revents)
			return local_autopsy(p, side, failure);
	if (fds[4].revents) {
		*failure = (struct failure){.error = -ECHILD, .side = "keeper"};
		return -ECHILD;
	}
	return eventfd_read(p->done, &value) < 0 ? -errno : 0;
}

static uint32_t local_sides(const struct local_pair *p)
{
	return (uint32_t)p->has[CLIENT] + p->has[SERVER];
}

int local_attach(struct supervisor *sv, struct pair *pair, struct failure *failure)
{
	struct local_pair *p = (struct local_pair *)pair;
	struct shared *shared = p->shared;
	int r;

	atomic_store(&shared->running, local_sides(p));
	post_wake(&shared->post[SERVER]);
	post_wake(&shared->post[CLIENT]);
	r = local_wait(sv, p, failure);
	if (p->half) {
		memcpy(pair->granted,
		       shared->post[p->has[SERVER] ? SERVER : CLIENT].granted,
		       sizeof(pair->granted));
		pair->refused = shared->meeting.refused;
	}
	return r;
}

static int local_share(struct local_pair *p)
{
	const struct ipc_case *c = p->pair.c;

	p->shared = mmap(NULL, sizeof(*p->shared), PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (p->shared == MAP_FAILED) {
		p->shared = NULL;
		return -errno;
	}
	p->shared->job = (struct job){
		.pattern = c->pattern,
		/* Nobody wrote a yardstick's bytes, so that nobody can check them. */
		.touch = c->mechanism->traits & MECH_CONTROL ? TOUCH_NONE : c->touch,
		.rate = c->rate,
		/* To spin on the receiver's CPU would keep the receiver off it. */
		.sleeps = c->cpu[CLIENT] == c->cpu[SERVER],
		.sample_ns = p->shared->sample_ns,
		.late_ns = p->shared->late_ns,
		.blocked_ns = p->shared->blocked_ns,
	};
	p->done = eventfd(0, EFD_CLOEXEC);
	return p->done < 0 ? -errno : 0;
}

/* Watches the sides that the keeper has forked. */
static int local_watch(struct local_pair *p)
{
	for (enum side side = CLIENT; side < SIDE_COUNT; side++) {
		if (!p->has[side])
			continue;
		p->pidfd[side] = (int)syscall(SYS_pidfd_open, p->shared->pid[side], 0);
		if (p->pidfd[side] < 0)
			return -errno;
	}
	return 0;
}

/* Has the keeper make all that there is to a pair, and fork those that are here; on
 * failure the caller closes it. */
static int local_build(struct supervisor *sv, struct local_pair *p, unsigned padding,
		       const struct meeting *meeting, struct failure *failure)
{
	int r = local_share(p);

	if (r == 0 && meeting) {
		p->shared->meeting = *meeting;
		p->shared->job.echoed = meeting->tokenless;
	}
	if (r == 0)
		r = keeper_start(sv, p, padding);
	*failure = (struct failure){.error = r, .side = "supervisor"};
	if (r == 0)
		r = local_wait(sv, p, failure);
	if (r < 0)
		return r;

	const struct made *made = &p->shared->made;

	r = made->error < 0 ? made->error : local_watch(p);
	*failure = (struct failure){
		.error = r,
		.refused = made->refused,
		.side = "supervisor",
	};
	failure_set_limit(failure, made->limit);
	memcpy(p->pair.granted, made->granted, sizeof(p->pair.granted));
	p->pair.makes_files = made->makes_files;
	return r;
}

static void local_close(struct pair *pair)
{
	struct local_pair *p = (struct local_pair *)pair;

	keeper_end(p);
	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		if (p->pidfd[side] >= 0)
			close(p->pidfd[side]);
	if (p->done >= 0)
		close(p->done);
	if (p->shared)
		munmap(p->shared, sizeof(*p->shared));
	free(p);
}

static struct local_pair *local_new(const struct ipc_case *c, struct failure *failure)
{
	struct local_pair *p = calloc(1, sizeof(*p));

	*failure = (struct failure){.error = -ENOMEM, .side = "supervisor"};
	if (!p)
		return NULL;
	p->pair.kind = &pair_local;
	p->pair.c = c;
	p->done = p->keeper_fd = p->pidfd[CLIENT] = p->pidfd[SERVER] = -1;
	return p;
}

static int local_open(struct supervisor *sv, const struct ipc_case *c, unsigned padding,
		      struct pair **ret, struct failure *failure)
{
	struct local_pair *p = local_new(c, failure);
	int r;

	if (!p)
		return -ENOMEM;
	p->has[CLIENT] = p->has[SERVER] = true;
	r = local_build(sv, p, padding, NULL, failure);
	if (r == 0)
		r = local_attach(sv, &p->pair, failure);
	if (r < 0)
		local_close(&p->pair);
	else
		*ret = &p->pair;
	return r;
}

void local_start(struct pair *pair, uint32_t count, uint32_t batch)
{
	struct local_pair *p = (struct local_pair *)pair;
	struct shared *shared = p->shared;

	shared->job.first = p->sequence;
	shared->job.count = count;
	shared->job.batch = batch;
	shared->job.delay = pair->delay;
	p->count = count;
	p->batch = batch;
	p->sequence += (uint64_t)count * batch;
	atomic_store(&shared->running, local_sides(p));
	post_wake(&shared->post[p->has[SERVER] ? SERVER : CLIENT]);
}

int local_finish(struct supervisor *sv, struct pair *pair, struct outcome *ret,
		 struct failure *failure)
{
	struct local_pair *p = (struct local_pair *)pair;
	const struct post *post = p->shared->post;
	const enum side receiver = pair->c->pattern == ROUND_TRIP ? CLIENT : SERVER;
	int r = local_wait(sv, p, failure);

	if (r < 0)
		return r;

	*ret = (struct outcome){
		.begin_ns = post[CLIENT].slice.begin_ns,
		.end_ns = post[p->half ? CLIENT : receiver].slice.end_ns,
		.count = p->count,
		.batch = p->batch,
		.sample_ns = p->shared->sample_ns,
		.late_ns = p->shared->late_ns,
		.blocked_ns = p->shared->blocked_ns,
		.usage = {post[CLIENT].usage, post[SERVER].usage},
		.lost = post[receiver].slice.lost,
		.reordered = post[receiver].slice.reordered,
	};
	return 0;
}

static int local_run(struct supervisor *sv, struct pair *pair, uint32_t count,
		     uint32_t batch, struct outcome *ret, struct failure *failure)
{
	local_start(pair, count, batch);
	return local_finish(sv, pair, ret, failure);
}

int local_open_side(struct supervisor *sv, const struct ipc_case *c, enum side side,
		    unsigned padding, struct meeting *meeting, struct pair **ret,
		    struct failure *failure)
{
	const struct usage unknown = {NAN, NAN, NAN, NAN, NAN, NAN};
	struct local_pair *p = local_new(c, failure);
	int r;

	if (!p)
		return -ENOMEM;
	p->half = p->has[side] = true;
	r = local_build(sv, p, padding, meeting, failure);
	if (r < 0) {
		local_close(&p->pair);
		return r;
	}
	p->shared->post[side == CLIENT ? SERVER : CLIENT].usage = unknown;
	*meeting = p->shared->meeting;
	*ret = &p->pair;
	return 0;
}

const struct pair_kind pair_local = {
	.open = local_open,
	.run_slice = local_run,
	.close = local_close,
};

pid_t local_process(const struct pair *p, enum side side)
{
	return ((const struct local_pair *)p)->shared->pid[side];
}
