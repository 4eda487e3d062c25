/* SPDX-License-Identifier: MIT */
#include "by_hand.h"

#include <fcntl.h>
#include <linux/futex.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SIZE 64

static char buffer[SIZE];

void must(int right, const char *what)
{
	if (right)
		return;
	perror(what);
	exit(1);
}

/* ---- what is read and written: the parent's end, the child's ---- */

static int parent_in, parent_out, child_in, child_out;

static void write_all(int fd)
{
	must(write(fd, buffer, SIZE) == SIZE, "write");
}

static void read_all(int fd)
{
	must(read(fd, buffer, SIZE) == SIZE, "read");
}

static void fd_ping(void)
{
	write_all(parent_out);
	read_all(parent_in);
}

static void fd_echo(void)
{
	read_all(child_in);
	write_all(child_out);
}

static void pipe_open(void)
{
	int there[2], back[2];

	must(pipe(there) == 0 && pipe(back) == 0, "pipe");
	child_in = there[0];
	parent_out = there[1];
	parent_in = back[0];
	child_out = back[1];
}

static void socket_open(int type)
{
	int ends[2];

	must(socketpair(AF_UNIX, type, 0, ends) == 0, "socketpair");
	parent_in = parent_out = ends[0];
	child_in = child_out = ends[1];
}

static void stream_open(void)
{
	socket_open(SOCK_STREAM);
}

static void dgram_open(void)
{
	socket_open(SOCK_DGRAM);
}

static void seqpacket_open(void)
{
	socket_open(SOCK_SEQPACKET);
}

static void packet_ping(void)
{
	must(send(parent_out, buffer, SIZE, 0) == SIZE, "send");
	must(recv(parent_in, buffer, SIZE, 0) == SIZE, "recv");
}

static void packet_echo(void)
{
	must(recv(child_in, buffer, SIZE, 0) == SIZE, "recv");
	must(send(child_out, buffer, SIZE, 0) == SIZE, "send");
}

static void tcp_open(void)
{
	struct sockaddr_in at = {.sin_family = AF_INET};
	socklen_t length = sizeof(at);
	const int one = 1, listener = socket(AF_INET, SOCK_STREAM, 0);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	must(bind(listener, (struct sockaddr *)&at, length) == 0, "bind");
	must(listen(listener, 1) == 0, "listen");
	must(getsockname(listener, (struct sockaddr *)&at, &length) == 0, "getsockname");
	parent_in = parent_out = socket(AF_INET, SOCK_STREAM, 0);
	must(connect(parent_in, (struct sockaddr *)&at, length) == 0, "connect");
	child_in = child_out = accept(listener, NULL, NULL);
	must(child_in >= 0, "accept");
	setsockopt(parent_in, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	setsockopt(child_in, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	close(listener);
}

/* ---- queues ---- */

static mqd_t mq_there, mq_back;

static mqd_t mq_make(void)
{
	struct mq_attr attr = {.mq_maxmsg = 10, .mq_msgsize = SIZE};
	char name[32];

	snprintf(name, sizeof(name), "/by-hand-%d", (int)getpid());
	mqd_t queue = mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0600, &attr);
	must(queue >= 0, "mq_open");
	mq_unlink(name);
	return queue;
}

static void queues_open(void)
{
	mq_there = mq_make();
	mq_back = mq_make();
}

static void mq_ping(void)
{
	must(mq_send(mq_there, buffer, SIZE, 0) == 0, "mq_send");
	must(mq_receive(mq_back, buffer, SIZE, NULL) == SIZE, "mq_receive");
}

static void mq_echo(void)
{
	must(mq_receive(mq_there, buffer, SIZE, NULL) == SIZE, "mq_receive");
	must(mq_send(mq_back, buffer, SIZE, 0) == 0, "mq_send");
}

static int msg_there, msg_back;
static struct {
	long type;
	char text[SIZE];
} message = {.type = 1};

static void msg_remove(void)
{
	msgctl(msg_there, IPC_RMID, NULL);
	msgctl(msg_back, IPC_RMID, NULL);
}

static void msg_open(void)
{
	msg_there = msgget(IPC_PRIVATE, 0600);
	msg_back = msgget(IPC_PRIVATE, 0600);
	must(msg_there >= 0 && msg_back >= 0, "msgget");
	atexit(msg_remove);
}

static void msg_ping(void)
{
	must(msgsnd(msg_there, &message, SIZE, 0) == 0, "msgsnd");
	must(msgrcv(msg_back, &message, SIZE, 0, 0) == SIZE, "msgrcv");
}

static void msg_echo(void)
{
	must(msgrcv(msg_there, &message, SIZE, 0, 0) == SIZE, "msgrcv");
	must(msgsnd(msg_back, &message, SIZE, 0) == 0, "msgsnd");
}

/* ---- tokens ---- */

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
static sigset_t signals;

static void signals_open(void)
{
	sigemptyset(&signals);
	sigaddset(&signals, SIGRTMIN);
	must(sigprocmask(SIG_BLOCK, &signals, NULL) == 0, "sigprocmask");
}

static void signal_pass(pid_t to)
{
	must(sigqueue(to, SIGRTMIN, (union sigval){.sival_ptr = buffer}) == 0,
	     "sigqueue");
}

static void signal_take(void)
{
	siginfo_t info;

	must(sigwaitinfo(&signals, &info) == SIGRTMIN, "sigwaitinfo");
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

const struct by_hand by_hand[] = {
	{"pipe", pipe_open, fd_ping, fd_echo},
	{"unix-stream", stream_open, fd_ping, fd_echo},
	{"unix-dgram", dgram_open, packet_ping, packet_echo},
	{"unix-seqpacket", seqpacket_open, packet_ping, packet_echo},
	{"tcp", tcp_open, fd_ping, fd_echo},
	{"posix-mq", queues_open, mq_ping, mq_echo},
	{"sysv-msg", msg_open, msg_ping, msg_echo},
	{"eventfd", events_open, event_ping, event_echo},
	{"posix-sem", shared_open, sem_ping, sem_echo},
	{"sysv-sem", set_open, set_ping, set_echo},
	{"futex", shared_open, futex_ping, futex_echo},
	{"signal-queue", signals_open, signal_ping, signal_echo},
};
const size_t by_hand_count = sizeof(by_hand) / sizeof(by_hand[0]);
