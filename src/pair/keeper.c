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

/* Tells a keeper to end.  The supervisor sends it, or the kernel when the supervisor
 * has died.  supervisor_init() has blocked it, as all signals that stop a program. */
#define END_SIGNAL SIGTERM

static void signal_and_reap(pid_t pid, int number)
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
	const struct mechanism *m = c->mechanism;
	struct channel *ch = &p->channel;

	*ch = (struct channel){
		.size = c->size,
		.wait = c->wait,
		.variant = c->variant,
		.directory = c->directory,
		.buffer = c->asked[SET_BUFFER],
		.depth = c->asked[SET_DEPTH],
		.chunk = c->asked[SET_CHUNK],
		.spin_ns = c->asked[SET_SPIN],
	};
	if (m->state_size > 0) {
		ch->state = calloc(1, m->state_size);
		if (!ch->state)
			return -ENOMEM;
	}
	if (local_is_one_sided(p))
		return p->first == SERVER ? m->hosts->listen(ch, &p->shared->meeting) : 0;
	if (m->create)
		return m->create(ch);
	ch->buffer = 0;
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
	setpgid(pid, p->group); /* fails if the group no longer exists */
	return 0;
}

static void keeper_make(const struct supervisor *sv, struct local_pair *p,
			unsigned padding)
{
	int r = keeper_create(p);

	progress_set(&p->shared->keeper, &p->channel, "supervisor", r);
	p->shared->makes_files = p->channel.makes_files;
	for (enum side side = p->first; side <= p->last && r == 0; side++)
		p->shared->keeper.failure.error = r = keeper_fork(sv, p, side, padding);

	/* When a side dies for an errand, the keeper must not hold its end open. */
	if (p->pair.c->errand && !(p->pair.c->mechanism->traits & MECH_PERSISTS))
		keeper_destroy(p);
}

_Noreturn static void keeper_main(const struct supervisor *sv, struct local_pair *p,
				  pid_t supervisor, unsigned padding)
{
	sigset_t awaited;
	int number;

	/* A process group of its own: whatever kills the supervisor's group, as timeout
	 * does, must not kill the keeper.  The sides stay in the supervisor's group, so
	 * that they stop when it is stopped. */
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, END_SIGNAL);
	sigemptyset(&awaited);
	sigaddset(&awaited, END_SIGNAL);
	if (getppid() == supervisor) {
		keeper_make(sv, p, padding);
		eventfd_write(p->done, 1);
		sigwait(&awaited, &number);
	}
	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		signal_and_reap(p->shared->pid[side], SIGKILL);
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
	signal_and_reap(p->keeper, END_SIGNAL);
	if (p->keeper_fd >= 0)
		close(p->keeper_fd);
}
