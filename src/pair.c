/* SPDX-License-Identifier: MIT */
/*
 * Each side sleeps on a futex, its turn.  The supervisor wakes the server, the
 * server, when all that is left for it is to receive, wakes the client; the last
 * of both to finish writes an eventfd.  The supervisor waits for that, for either
 * to die (a pidfd each), for the user to say stop, and for the deadline.
 *
 * A child never cleans up: it is killed, or ends by _exit().
 */
#include "pair.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "side.h"

/* What is to be said of the side that has died. */
static int pair_autopsy(const struct pair *p, enum side side, struct failure *failure)
{
	const struct post *post = &p->shared->post[side];

	*failure = (struct failure){
		.error = post->error ? post->error : -ECHILD,
		.refused = post->error && !post->ready,
		.limit = post->limit,
		.side = side == CLIENT ? "client" : "server",
		.wrong = post->slice.wrong,
		.wrong_offset = post->slice.wrong_offset,
	};
	return failure->error;
}

/* Waits until both sides have finished what they were told to do. */
static int pair_wait(struct supervisor *sv, struct pair *p, struct failure *failure)
{
	struct pollfd fds[] = {
		{.fd = p->done, .events = POLLIN},
		{.fd = sv->stop_fd, .events = POLLIN},
		{.fd = p->pidfd[CLIENT], .events = POLLIN},
		{.fd = p->pidfd[SERVER], .events = POLLIN},
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
			return pair_autopsy(p, side, failure);
	return eventfd_read(p->done, &value) < 0 ? -errno : 0;
}

static int pair_fork(struct supervisor *sv, struct pair *p, enum side side,
		     unsigned padding)
{
	const pid_t supervisor = getpid();
	const pid_t pid = fork();

	if (pid < 0)
		return -errno;
	if (pid == 0) {
		p->channel.side = side;
		side_main(sv, p, supervisor, padding);
	}
	p->pid[side] = pid;
	p->pidfd[side] = (int)syscall(SYS_pidfd_open, pid, 0);
	return p->pidfd[side] < 0 ? -errno : 0;
}

/* Sees to it that even a supervisor that is killed leaves nothing behind. */
static int pair_keep(struct pair *p)
{
	const pid_t supervisor = getpid();

	if (!(p->c->mechanism->traits & MECH_PERSISTS) || !p->c->mechanism->destroy)
		return 0;
	p->keeper = fork();
	if (p->keeper == 0)
		keeper_main(p, supervisor);
	return p->keeper < 0 ? -errno : 0;
}

static int pair_attach(struct supervisor *sv, struct pair *p, struct failure *failure)
{
	struct shared *shared = p->shared;

	shared->post[CLIENT].peer = p->pid[SERVER];
	shared->post[SERVER].peer = p->pid[CLIENT];
	atomic_store(&shared->running, SIDE_COUNT);
	post_wake(&shared->post[SERVER]);
	post_wake(&shared->post[CLIENT]);
	return pair_wait(sv, p, failure);
}

static int pair_share(struct pair *p)
{
	p->shared = mmap(NULL, sizeof(*p->shared), PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (p->shared == MAP_FAILED) {
		p->shared = NULL;
		return -errno;
	}
	p->shared->post[CLIENT].slice.sample_ns = p->shared->sample_ns;
	p->done = eventfd(0, EFD_CLOEXEC);
	return p->done < 0 ? -errno : 0;
}

static int pair_create(struct pair *p)
{
	const struct ipc_case *c = p->c;

	p->channel = (struct channel){
		.size = c->size,
		.wait = c->wait,
		.variant = c->variant,
		.directory = c->directory,
		.buffer = c->buffer,
	};
	if (c->mechanism->state_size > 0) {
		p->channel.state = calloc(1, c->mechanism->state_size);
		if (!p->channel.state)
			return -ENOMEM;
	}
	if (c->mechanism->create)
		return c->mechanism->create(&p->channel);
	p->channel.buffer = 0;
	return 0;
}

/* Builds the pair step by step; on failure the caller closes it. */
static int pair_build(struct supervisor *sv, struct pair *p, unsigned padding,
		      struct failure *failure)
{
	int r = pair_share(p);

	*failure = (struct failure){.error = r, .side = "supervisor"};
	if (r < 0)
		return r;
	r = pair_create(p);
	*failure = (struct failure){
		.error = r,
		.refused = true,
		.limit = p->channel.limit,
		.side = "supervisor",
	};
	if (r < 0)
		return r;
	r = pair_keep(p);
	for (enum side side = CLIENT; side < SIDE_COUNT && r == 0; side++)
		r = pair_fork(sv, p, side, padding);
	*failure = (struct failure){.error = r, .side = "supervisor"};
	return r < 0 ? r : pair_attach(sv, p, failure);
}

int pair_open(struct supervisor *sv, const struct ipc_case *c, unsigned padding,
	      struct pair **ret, struct failure *failure)
{
	struct pair *p = calloc(1, sizeof(*p));
	int r;

	*failure = (struct failure){.error = -ENOMEM, .side = "supervisor"};
	if (!p)
		return -ENOMEM;
	p->c = c;
	p->done = p->pidfd[CLIENT] = p->pidfd[SERVER] = -1;
	r = pair_build(sv, p, padding, failure);
	if (r < 0)
		pair_close(p);
	else
		*ret = p;
	return r;
}

int pair_run(struct supervisor *sv, struct pair *p, uint32_t count, uint32_t batch,
	     struct outcome *ret, struct failure *failure)
{
	struct shared *shared = p->shared;
	int r;

	for (enum side side = CLIENT; side < SIDE_COUNT; side++) {
		shared->post[side].slice.first = p->sequence;
		shared->post[side].slice.count = count;
		shared->post[side].slice.batch = batch;
	}
	p->sequence += (uint64_t)count * batch;
	atomic_store(&shared->running, SIDE_COUNT);
	post_wake(&shared->post[SERVER]);
	r = pair_wait(sv, p, failure);
	if (r < 0)
		return r;

	*ret = (struct outcome){
		.begin_ns = shared->post[CLIENT].slice.begin_ns,
		.end_ns = shared->post[p->c->pattern == STREAM ? SERVER : CLIENT]
				  .slice.end_ns,
		.count = count,
		.batch = batch,
		.sample_ns = shared->sample_ns,
		.usage = {shared->post[CLIENT].usage, shared->post[SERVER].usage},
	};
	return 0;
}

void pair_plant(struct pair *p, uint32_t steps)
{
	p->shared->post[SERVER].slice.delay = steps;
}

size_t pair_buffer(const struct pair *p)
{
	return p->channel.buffer;
}

bool pair_makes_files(const struct pair *p)
{
	return p->channel.makes_files;
}

pid_t pair_process(const struct pair *p, enum side side)
{
	return p->pid[side];
}

static void reap(pid_t pid)
{
	if (pid <= 0)
		return;
	kill(pid, SIGKILL);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

static void pair_destroy(struct pair *p)
{
	if (p->c->mechanism->destroy && p->channel.state)
		p->c->mechanism->destroy(&p->channel);
	free(p->channel.state);
	p->channel.state = NULL;
}

void pair_let_go(struct pair *p)
{
	if (!(p->c->mechanism->traits & MECH_PERSISTS))
		pair_destroy(p);
}

void pair_close(struct pair *p)
{
	if (!p)
		return;
	reap(p->keeper);
	for (enum side side = CLIENT; side < SIDE_COUNT; side++) {
		reap(p->pid[side]);
		if (p->pidfd[side] >= 0)
			close(p->pidfd[side]);
	}
	pair_destroy(p);
	if (p->done >= 0)
		close(p->done);
	if (p->shared)
		munmap(p->shared, sizeof(*p->shared));
	free(p);
}
