/* SPDX-License-Identifier: MIT */
/*
 * What carries no bytes, or a signal's value.
 */
#include "by_hand.h"

#include <fcntl.h>
#include <linux/futex.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/sem.h>
#include <sys/syscall.h>
#include <unistd.h>

static int parent_in, parent_out, child_in, child_out;

static void events_open(void)
{
	child_in = parent_out = eventfd(0, 0);
	parent_in = child_out = eventfd(0, 0);
	must(child_in >= 0 && parent_in >= 0, "eventfd");
}

static void event_pass(int fd)
{
	const uint64_t one = 1;

	must(write(fd, &one, sizeof(one)) == sizeof(one), "write");
}

static void event_take(int fd)
{
	uint64_t count;

	must(read(fd, &count, sizeof(count)) == sizeof(count), "read");
}

static void event_ping(void)
{
	event_pass(parent_out);
	event_take(parent_in);
}

static void event_echo(void)
{
	event_take(child_in);
	event_pass(child_out);
}

/* Each on a cache line of its own. */
static struct {
	_Alignas(64) sem_t there;
	_Alignas(64) sem_t back;
	_Alignas(64) _Atomic uint32_t given; /* what the parent has, what the child has */
	_Alignas(64) _Atomic uint32_t returned;
} * shared;

static void shared_open(void)
{
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	must(shared != MAP_FAILED, "mmap");
	sem_init(&shared->there, 1, 0);
	sem_init(&shared->back, 1, 0);
}

static void sem_ping(void)
{
	must(sem_post(&shared->there) == 0, "sem_post");
	must(sem_wait(&shared->back) == 0, "sem_wait");
}

static void sem_echo(void)
{
	must(sem_wait(&shared->there) == 0, "sem_wait");
	must(sem_post(&shared->back) == 0, "sem_post");
}

static void futex_pass(_Atomic uint32_t *word)
{
	atomic_fetch_add(word, 1);
	syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

static void futex_take(_Atomic uint32_t *word, uint32_t *taken)
{
	while (atomic_load(word) == *taken)
		syscall(SYS_futex, word, FUTEX_WAIT, *taken, NULL, NULL, 0);
	++*taken;
}

static uint32_t taken;

static void futex_ping(void)
{
	futex_pass(&shared->given);
	futex_take(&shared->returned, &taken);
}

static void futex_echo(void)
{
	futex_take(&shared->given, &taken);
	futex_pass(&shared->returned);
}

static int set;

static void set_remove(void)
{
	semctl(set, 0, IPC_RMID);
}

static void set_open(void)
{
	set = semget(IPC_PRIVATE, 2, 0600);
	must(set >= 0, "semget");
	atexit(set_remove);
}

static void set_change(unsigned short which, short by)
{
	struct sembuf change = {.sem_num = which, .sem_op = by};

	must(semop(set, &change, 1) == 0, "semop");
}

static void set_ping(void)
{
	set_change(0, 1);
	set_change(1, -1);
}

static void set_echo(void)
{
	set_change(0, -1);
	set_change(1, 1);
}

pid_t by_hand_parent, by_hand_child;
static sigset_t signals, open_signals;

/* What is sent: sigqueue() would ask for the process and user number each time. */
static siginfo_t info;

static void signals_open(void)
{
	sigemptyset(&signals);
	sigaddset(&signals, SIGRTMIN);
	must(sigprocmask(SIG_BLOCK, &signals, &open_signals) == 0, "sigprocmask");
	info.si_code = SI_QUEUE;
	info.si_pid = getpid();
	info.si_uid = getuid();
	info.si_ptr = &info;
}

static void signal_pass(pid_t to)
{
	must(syscall(SYS_rt_sigqueueinfo, to, SIGRTMIN, &info) == 0, "rt_sigqueueinfo");
}

static void signal_take(void)
{
	siginfo_t received;

	must(sigwaitinfo(&signals, &received) == SIGRTMIN, "sigwaitinfo");
}

static void signal_ping(void)
{
	signal_pass(by_hand_child);
	signal_take();
}

static void signal_echo(void)
{
	signal_take();
	signal_pass(by_hand_parent);
}

static void caught(int number)
{
	(void)number;
}

static void handler_open(void)
{
	signals_open();
	signal(SIGRTMIN, caught);
}

static void handler_pass(pid_t to)
{
	must(syscall(SYS_tgkill, to, to, SIGRTMIN) == 0, "tgkill");
}

static void handler_ping(void)
{
	handler_pass(by_hand_child);
	sigsuspend(&open_signals);
}

static void handler_echo(void)
{
	sigsuspend(&open_signals);
	handler_pass(by_hand_parent);
}

const struct by_hand by_hand_tokens[] = {
	{"eventfd", events_open, event_ping, event_echo, NULL, NULL},
	{"posix-sem", shared_open, sem_ping, sem_echo, NULL, NULL},
	{"sysv-sem", set_open, set_ping, set_echo, NULL, NULL},
	{"futex", shared_open, futex_ping, futex_echo, NULL, NULL},
	{"signal-queue", signals_open, signal_ping, signal_echo, NULL, NULL},
	{"signal-handler", handler_open, handler_ping, handler_echo, NULL, NULL},
	{0},
};
