/* SPDX-License-Identifier: MIT */
#include "pair/keeper.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Tells a keeper to end; it comes from the supervisor, or for it when it has died.  Like
 * all that stop a program it is blocked since supervisor_init(). */
#define END SIGTERM

static void end(pid_t pid, int number)
{
	if (pid <= 0)
		return;
	kill(pid, number);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

static int keeper_create(struct local_pair *p)
{
	const struct ipc_case *c = p->pair.c;

	p->channel = (struct channel){
		.size = c->size,
		.wait = c->wait,
		.variant = c->variant,
		.directory = c->directory,
		.buffer = c->asked[SET_BUFFER],
		.depth = c->asked[SET_DEPTH],
		.chunk = c->asked[SET_CHUNK],
		.spin_ns = c->asked[SET_SPIN],
	};
	if (c->mechanism->state_size > 0) {
		p->channel.state = calloc(1, c->mechanism->state_size);
		if (!p->channel.state)
			return -ENOMEM;
	}
	if (p->half)
		return p->has[SERVER] ? c->mechanism->hosts->listen(&p->channel,
								    &p->shared->meeting)
				      : 0;
	if (c->mechanism->create)
		return c->mechanism->create(&p->channel);
	p->channel.buffer = 0;
	return 0;
}

static void keeper_destroy(struct local_pair *p)
{
	if (p->pair.c->mechanism->destroy && p->channel.state)
		p->pair.c->mechanism->destroy(&p->channel);
	free(p->channel.state);
	p->channel.state = NULL;
}

static int keeper_fork(const struct supervisor *sv, struct local_pair *p, enum side side,
		       unsigned padding)
{
	const pid_t keeper = getpid();
	const pid_t pid = fork();

	if (pid == 0) {
		p->channel.side = side;
		side_main(sv, p, keeper, padding);
	}
	p->shared->pid[side] = pid;
	if (pid < 0)
		return -errno;
	setpgid(pid, p->group); /* fails if nobody is left there */
	return 0;
}

static void keeper_make(const struct supervisor *sv, struct local_pair *p,
			unsigned padding)
{
	struct made *made = &p->shared->made;
	int r = keeper_create(p);

	made->refused = r < 0;
	made->limit = p->channel.limit;
	made->makes_files = p->channel.makes_files;
	side_granted(&p->channel, made->granted);
	for (enum side side = CLIENT; side < SIDE_COUNT && r == 0; side++)
		if (p->has[side])
			r = keeper_fork(sv, p, side, padding);
	made->error = r;

	/* A side that dies for a probe is to be the last to hold its end. */
	if (p->pair.c->errand && !(p->pair.c->mechanism->traits & MECH_PERSISTS))
		keeper_destroy(p);
}

_Noreturn static void keeper_main(const struct supervisor *sv, struct local_pair *p,
				  pid_t supervisor, unsigned padding)
{
	sigset_t awaited;
	int number;

	/* Who kills the supervisor's process group, as timeout does, is not to kill it;
	 * the sides are in that group, and so stop with it. */
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, END);
	sigemptyset(&awaited);
	sigaddset(&awaited, END);
	if (getppid() == supervisor) {
		keeper_make(sv, p, padding);
		eventfd_write(p->done, 1);
		sigwait(&awaited, &number);
	}
	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		end(p->shared->pid[side], SIGKILL);
	keeper_destroy(p);
	_exit(0);
}

int keeper_start(const struct supervisor *sv, struct local_pair *p, unsigned padding)
{
	const pid_t supervisor = getpid();

	p->group = getpgrp();
	p->keeper = fork();
	if (p->keeper < 0)
		return -errno;
	if (p->keeper == 0)
		keeper_main(sv, p, supervisor, padding);
	p->keeper_fd = (int)syscall(SYS_pidfd_open, p->keeper, 0);
	return p->keeper_fd < 0 ? -errno : 0;
}

void keeper_end(struct local_pair *p)
{
	end(p->keeper, END);
	if (p->keeper_fd >= 0)
		close(p->keeper_fd);
}
