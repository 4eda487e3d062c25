/* SPDX-License-Identifier: MIT */
#include "list/probers.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "plan/plan.h"
#include "registry.h"

/* What the processes share: of each mechanism, what has been found and whether. */
struct board {
	_Atomic size_t next; /* the first mechanism that nobody has taken on */
	_Atomic int error;   /* of a process that has given up */
	struct {
		_Atomic bool done;
		struct findings findings;
	} at[];
};

struct probers {
	struct supervisor *sv;
	struct board *board;
	size_t board_size;
	int news[2]; /* a pipe: a byte for each mechanism that is done */
	size_t count;
	pid_t pid[]; /* of count processes */
};

/* The first mechanism after i that is of another family. */
static size_t family_end(size_t i)
{
	const char *family = mechanisms[i]->family;

	while (i < mechanism_count && strcmp(mechanisms[i]->family, family) == 0)
		i++;
	return i;
}

/* Takes on the next family, from *first to before *end; returns false if none is left. */
static bool board_take(struct board *board, size_t *first, size_t *end)
{
	*first = atomic_load(&board->next);
	do {
		if (*first == mechanism_count)
			return false;
		*end = family_end(*first);
	} while (!atomic_compare_exchange_weak(&board->next, first, *end));
	return true;
}

static int probe_families(struct probers *p, const struct options *o, bool thorough)
{
	struct board *board = p->board;
	size_t i, end;
	int r = 0;

	while (r == 0 && board_take(board, &i, &end))
		for (; i < end && r == 0; i++) {
			if (!plan_selects(&o->mechanisms, mechanisms[i]))
				continue;
			r = probe(p->sv, mechanisms[i], plan_directory(o), thorough,
				  &board->at[i].findings);
			if (r == 0)
				atomic_store(&board->at[i].done, true);
			if (r == 0 && write(p->news[1], "", 1) < 0)
				r = -errno;
		}
	return r;
}

/* Starts one more process. */
static int probers_fork(struct probers *p, const struct options *o, bool thorough)
{
	const pid_t parent = getpid();
	const pid_t pid = fork();
	int r;

	if (pid < 0)
		return -errno;
	if (pid > 0) {
		p->pid[p->count++] = pid;
		return 0;
	}
	supervisor_die_with(parent);
	r = probe_families(p, o, thorough);
	if (r < 0)
		atomic_store(&p->board->error, r);
	_exit(0);
}

/* As many as there are CPUs, but not more than families: one is enough to go on. */
static int probers_fork_all(struct probers *p, const struct options *o, bool thorough)
{
	int cpus = CPU_COUNT_S(sizeof(p->sv->allowed), p->sv->allowed);
	int r = 0;

	for (size_t i = 0; i < mechanism_count && cpus-- > 0 && r == 0; i = family_end(i))
		r = probers_fork(p, o, thorough);
	return p->count > 0 ? 0 : r;
}

static int probers_share(struct probers *p)
{
	p->board_size = sizeof(*p->board) + mechanism_count * sizeof(p->board->at[0]);
	p->board = mmap(NULL, p->board_size, PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return p->board == MAP_FAILED || pipe2(p->news, O_CLOEXEC) < 0 ? -errno : 0;
}

int probers_start(struct supervisor *sv, const struct options *o, bool thorough,
		  struct probers **ret)
{
	struct probers *p = calloc(1, sizeof(*p) + mechanism_count * sizeof(p->pid[0]));
	int r;

	*ret = p;
	if (!p)
		return -ENOMEM;
	p->sv = sv;
	p->news[0] = p->news[1] = -1;
	r = probers_share(p);
	if (r == 0)
		r = probers_fork_all(p, o, thorough);
	close(p->news[1]);
	return r;
}

int probers_await(struct probers *p, size_t i, const struct findings **ret)
{
	struct pollfd fds[] = {{.fd = p->news[0], .events = POLLIN},
			       {.fd = p->sv->stop_fd, .events = POLLIN}};
	char news[256];

	*ret = &p->board->at[i].findings;
	while (!atomic_load(&p->board->at[i].done)) {
		if (poll(fds, sizeof(fds) / sizeof(fds[0]), -1) < 0)
			return -errno;
		if (fds[1].revents && supervisor_stopped(p->sv) < 0)
			return -EINTR;
		if (fds[0].revents && read(p->news[0], news, sizeof(news)) == 0)
			return p->board->error < 0 ? p->board->error : -ECHILD;
	}
	return 0;
}

void probers_end(struct probers *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->count; i++)
		kill(p->pid[i], SIGTERM);
	for (size_t i = 0; i < p->count; i++)
		while (waitpid(p->pid[i], NULL, 0) < 0 && errno == EINTR)
			;
	if (p->board != MAP_FAILED)
		munmap(p->board, p->board_size);
	close(p->news[0]);
	free(p);
}
