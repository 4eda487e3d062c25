/* SPDX-License-Identifier: MIT */
#include "by_hand.h"

#include <fcntl.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/msg.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define SIZE 64

static char buffer[BY_HAND_STREAM];

void must(int right, const char *what)
{
	if (right)
		return;
	perror(what);
	exit(1);
}

void by_hand_pin(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	must(sched_setaffinity(0, sizeof(set), &set) == 0, "sched_setaffinity");
}

uint64_t by_hand_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
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

static void fd_send(void)
{
	must(write(parent_out, buffer, sizeof(buffer)) == sizeof(buffer), "write");
}

static void fd_take(void)
{
	for (size_t n = 0; n < sizeof(buffer);) {
		const ssize_t more = read(child_in, buffer + n, sizeof(buffer) - n);

		must(more > 0, "read");
		n += (size_t)more;
	}
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

static void fifo_open(void)
{
	char there[] = "/tmp/by-hand-XXXXXX", back[] = "/tmp/by-hand-XXXXXX";

	must(close(mkstemp(there)) == 0 && unlink(there) == 0, "mkstemp");
	must(close(mkstemp(back)) == 0 && unlink(back) == 0, "mkstemp");
	must(mkfifo(there, 0600) == 0 && mkfifo(back, 0600) == 0, "mkfifo");
	/* To open one end alone would wait for the other. */
	child_in = parent_out = open(there, O_RDWR);
	parent_in = child_out = open(back, O_RDWR);
	unlink(there);
	unlink(back);
	must(child_in >= 0 && parent_in >= 0, "open");
}

/* A datagram socket with a port of its own, which it stores. */
static int udp_bind(struct sockaddr_in *at)
{
	const int fd = socket(AF_INET, SOCK_DGRAM, 0);
	socklen_t length = sizeof(*at);

	*at = (struct sockaddr_in){.sin_family = AF_INET};
	at->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	must(bind(fd, (struct sockaddr *)at, length) == 0, "bind");
	must(getsockname(fd, (struct sockaddr *)at, &length) == 0, "getsockname");
	return fd;
}

static void udp_open(void)
{
	struct sockaddr_in parent, child;

	parent_in = parent_out = udp_bind(&parent);
	child_in = child_out = udp_bind(&child);
	must(connect(parent_in, (struct sockaddr *)&child, sizeof(child)) == 0 &&
		     connect(child_in, (struct sockaddr *)&parent, sizeof(parent)) == 0,
	     "connect");
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

static const struct by_hand messages[] = {
	{"pipe", pipe_open, fd_ping, fd_echo, fd_send, fd_take},
	{"fifo", fifo_open, fd_ping, fd_echo, NULL, NULL},
	{"unix-stream", stream_open, fd_ping, fd_echo, fd_send, fd_take},
	{"unix-dgram", dgram_open, packet_ping, packet_echo, NULL, NULL},
	{"unix-seqpacket", seqpacket_open, packet_ping, packet_echo, NULL, NULL},
	{"tcp", tcp_open, fd_ping, fd_echo, fd_send, fd_take},
	{"udp", udp_open, packet_ping, packet_echo, NULL, NULL},
	{"posix-mq", queues_open, mq_ping, mq_echo, NULL, NULL},
	{"sysv-msg", msg_open, msg_ping, msg_echo, NULL, NULL},
};

const struct by_hand *by_hand_find(const char *name)
{
	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++)
		if (strcmp(messages[i].name, name) == 0)
			return &messages[i];
	for (const struct by_hand *token = by_hand_tokens; token->name; token++)
		if (strcmp(token->name, name) == 0)
			return token;
	return NULL;
}
