/* SPDX-License-Identifier: MIT */
/*
 * A pair whose processes are this program's.
 *
 * Each side sleeps on a futex until it gets a command.  For a slice the supervisor wakes
 * the server; the server, when nothing is left to it but to receive, wakes the client;
 * the last of the two to finish writes an eventfd.  The supervisor waits for that, for
 * the death of a process (each has a pidfd), for the user to stop it, and for the
 * deadline.
 *
 * A side never cleans up: it is killed, or ends by _exit().  The keeper cleans up.
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

/* Waits until the keeper has made the pair, or the sides have carried out a command. */
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

	if (r == 0 && fds[1].revents)
		r = supervisor_stopped(sv);
	if (r < 0)
		return failure_set(failure, "supervisor", r);
	for (enum side side = CLIENT; side < SIDE_COUNT; side++) {
		if (!fds[2 + side].revents)
			continue;
		*failure = p->shared->side[side].progress.failure;
		if (failure->error == 0)
			failure_set(failure, side_name(side), -ECHILD);
		return failure->error;
	}
	if (fds[4].revents)
		return failure_set(failure, "keeper", -ECHILD);
	return failure_set(failure, "supervisor",
			   eventfd_read(p->done, &value) < 0 ? -errno : 0);
}

static int local_share(struct local_pair *p, const struct meeting *meeting)
{
	const struct usage unknown = {NAN, NAN, NAN, NAN, NAN, NAN};
	const struct ipc_case *c = p->pair.c;
	struct shared *shared = mmap(NULL, sizeof(*p->shared), PROT_READ | PROT_WRITE,
				     MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

	if (shared == MAP_FAILED)
		return -errno;
	p->shared = shared;
	shared->job = (struct job){
		.pattern = c->pattern,
		/* Nobody writes the bytes of a yardstick, so nobody can check them. */
		.touch = c->mechanism->traits & MECH_CONTROL ? TOUCH_NONE : c->touch,
		.rate = c->rate,
		/* A client that spins on the server's CPU keeps the server off it. */
		.sleeps = c->cpu[CLIENT] == c->cpu[SERVER],
		.sample_ns = shared->sample_ns,
		.late_ns = shared->late_ns,
		.blocked_ns = shared->blocked_ns,
	};
	if (meeting) {
		shared->meeting = *meeting;
		shared->job.echoed = meeting->tokenless;
		/* Of the side that is elsewhere. */
		shared->side[side_peer(p->first)].usage = unknown;
	}
	p->done = eventfd(0, EFD_CLOEXEC);
	return p->done < 0 ? -errno : 0;
}

/* Opens a pidfd for each side that the keeper has forked. */
static int local_watch(struct local_pair *p)
{
	for (enum side side = p->first; side <= p->last; side++) {
		p->pidfd[side] = (int)syscall(SYS_pidfd_open, p->shared->pid[side], 0);
		if (p->pidfd[side] < 0)
			return -errno;
	}
	return 0;
}

/* Has the keeper make the pair; after a failure the caller closes it. */
static int local_build(struct supervisor *sv, struct local_pair *p, unsigned padding,
		       const struct meeting *meeting, struct failure *failure)
{
	const struct progress *keeper;
	int r = local_share(p, meeting);

	if (r == 0)
		r = keeper_start(sv, p, padding);
	if (r < 0)
		return failure_set(failure, "supervisor", r);
	r = local_wait(sv, p, failure);
	if (r < 0)
		return r;
	keeper = &p->shared->keeper;
	*failure = keeper->failure;
	if (failure->error < 0)
		return failure->error;
	memcpy(p->pair.granted, keeper->granted, sizeof(p->pair.granted));
	p->pair.makes_files = p->shared->makes_files;
	return failure_set(failure, "supervisor", local_watch(p));
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

static void local_expect_all(struct local_pair *p)
{
	atomic_store(&p->shared->running, p->last - p->first + 1);
}

int local_attach(struct supervisor *sv, struct pair *pair, struct failure *failure)
{
	struct local_pair *p = (struct local_pair *)pair;
	const struct side_state *last = &p->shared->side[p->last];
	int r;

	local_expect_all(p);
	side_command(&p->shared->side[SERVER]);
	side_command(&p->shared->side[CLIENT]);
	r = local_wait(sv, p, failure);
	if (local_is_one_sided(p)) {
		memcpy(pair->granted, last->progress.granted, sizeof(pair->granted));
		pair->refused = p->shared->meeting.refused;
	}
	return r;
}

/* Makes the pair with the sides from first to last, which attach unless there is a
 * meeting to wait for. */
static int local_make(struct supervisor *sv, const struct ipc_case *c, enum side first,
		      enum side last, unsigned padding, const struct meeting *meeting,
		      struct pair **ret, struct failure *failure)
{
	struct local_pair *p = calloc(1, sizeof(*p));
	int r;

	if (!p)
		return failure_set(failure, "supervisor", -ENOMEM);
	p->pair.kind = &pair_local;
	p->pair.c = c;
	p->first = first;
	p->last = last;
	p->done = p->keeper_fd = p->pidfd[CLIENT] = p->pidfd[SERVER] = -1;
	r = local_build(sv, p, padding, meeting, failure);
	if (r == 0 && !meeting)
		r = local_attach(sv, &p->pair, failure);
	if (r < 0)
		local_close(&p->pair);
	else
		*ret = &p->pair;
	return r;
}

static int local_open(struct supervisor *sv, const struct ipc_case *c, unsigned padding,
		      struct pair **ret, struct failure *failure)
{
	return local_make(sv, c, CLIENT, SERVER, padding, NULL, ret, failure);
}

int local_open_side(struct supervisor *sv, const struct ipc_case *c, enum side side,
		    unsigned padding, struct meeting *meeting, struct pair **ret,
		    struct failure *failure)
{
	int r = local_make(sv, c, side, side, padding, meeting, ret, failure);

	if (r == 0)
		*meeting = ((struct local_pair *)*ret)->shared->meeting;
	return r;
}

void local_start(struct pair *pair, uint32_t count, uint32_t batch)
{
	struct local_pair *p = (struct local_pair *)pair;
	struct job *job = &p->shared->job;

	job->first = job_end(job);
	job->count = count;
	job->batch = batch;
	job->delay = pair->delay;
	local_expect_all(p);
	side_command(&p->shared->side[p->last]);
}

int local_finish(struct supervisor *sv, struct pair *pair, struct outcome *ret,
		 struct failure *failure)
{
	struct local_pair *p = (struct local_pair *)pair;
	const struct job *job = &p->shared->job;
	const struct side_state *side = p->shared->side;
	const enum side receiver = job->pattern == ROUND_TRIP ? CLIENT : SERVER;
	int r = local_wait(sv, p, failure);

	if (r < 0)
		return r;
	*ret = (struct outcome){
		.begin_ns = side[CLIENT].slice.begin_ns,
		.end_ns = side[local_is_one_sided(p) ? CLIENT : receiver].slice.end_ns,
		.count = job->count,
		.batch = job->batch,
		.sample_ns = job->sample_ns,
		.late_ns = job->late_ns,
		.blocked_ns = job->blocked_ns,
		.usage = {side[CLIENT].usage, side[SERVER].usage},
		.lost = side[receiver].slice.lost,
		.reordered = side[receiver].slice.reordered,
	};
	return 0;
}

static int local_run_slice(struct supervisor *sv, struct pair *pair, uint32_t count,
			   uint32_t batch, struct outcome *ret, struct failure *failure)
{
	local_start(pair, count, batch);
	return local_finish(sv, pair, ret, failure);
}

pid_t local_process(const struct pair *pair, enum side side)
{
	return ((const struct local_pair *)pair)->shared->pid[side];
}

const struct pair_kind pair_local = {
	.open = local_open,
	.run_slice = local_run_slice,
	.close = local_close,
};
