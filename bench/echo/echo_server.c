/* SPDX-License-Identifier: MIT */
/*
 * echo-server: sends back what it is sent (RFC 862), at any number of addresses at
 * once.
 *
 * Where to read what: listener.c has socket(), bind(), listen() and accept();
 * session.c has recv(), send(), shutdown() and close() for one client; this file the
 * loop that waits for all of them at once.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "server.h"

#define EVENTS 256
#define DRAIN_TICKS 5 /* seconds */

static const char usage[] =
	"usage: echo-server ENDPOINT...\n\n"
	"Sends back whatever is sent to it, until SIGINT or SIGTERM: then clients get "
	"what\n"
	"is still theirs, until they are quiet for a second, for 5 seconds at most; a "
	"second\n"
	"signal ends at once.  Prints each address when it answers.\n\n"
	"  tcp:PORT tcp:HOST:PORT tcp:[::1]:PORT   without HOST this machine only\n"
	"  udp:PORT udp:HOST:PORT udp:[::1]:PORT   PORT 0: any that is free\n"
	"  unix:PATH unix-dgram:PATH unix-seqpacket:PATH   PATH @NAME is abstract\n";

int server_watch(struct server *server, struct watch *watch, uint32_t events)
{
	struct epoll_event event = {.events = events, .data.ptr = watch};

	return epoll_ctl(server->epoll, EPOLL_CTL_ADD, watch->fd, &event);
}

int server_watch_else(struct server *server, struct watch *watch, uint32_t events)
{
	struct epoll_event event = {.events = events, .data.ptr = watch};

	return epoll_ctl(server->epoll, EPOLL_CTL_MOD, watch->fd, &event);
}

/* The first signal drains, tick by tick; a second one, or the last tick, ends. */
static void signal_ready(struct server *server, struct watch *watch)
{
	struct signalfd_siginfo info;

	if (read(watch->fd, &info, sizeof(info)) != sizeof(info))
		return;
	if (!server->stopping) {
		server->stopping = true;
		listeners_close(server);
	} else if (info.ssi_signo != SIGALRM || ++server->ticks == DRAIN_TICKS) {
		sessions_close(server);
		return;
	}
	sessions_drain(server);
	alarm(1);
}

static int server_watch_signals(struct server *server, struct watch *watch)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGALRM);
	if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		return -1;
	watch->fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	watch->ready = signal_ready;
	return watch->fd < 0 ? -1 : server_watch(server, watch, EPOLLIN);
}

/* As many clients as the administrator lets it have. */
static void raise_descriptor_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

/* A session that is ready may close itself but no other, which may be later in the
 * same array; only a signal closes many. */
static int server_loop(struct server *server)
{
	struct epoll_event events[EVENTS];

	while (!server->stopping || server->sessions) {
		const int n = epoll_wait(server->epoll, events, EVENTS, -1);

		if (n < 0 && errno != EINTR)
			return -1;
		for (int i = 0; i < n; i++) {
			struct watch *watch = events[i].data.ptr;

			const bool signalled = watch->ready == signal_ready;

			watch->ready(server, watch);
			if (signalled)
				break;
		}
	}
	return 0;
}

static int complain(const char *what, const char *why)
{
	fprintf(stderr, "echo-server: %s: %s\n", what, why);
	return EXIT_FAILURE;
}

static int server_open(struct server *server, char **words)
{
	for (; *words; words++) {
		struct endpoint at;
		const char *why;

		if (endpoint_parse(*words, &at, &why) < 0) {
			complain(*words, why);
			return 2;
		}
		if (!listener_open(server, &at))
			return complain(*words, strerror(errno));
	}
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	static struct server server; /* zeroed, and too large for a stack */
	struct watch signals;
	int status;

	if (argc < 2 || argv[1][0] == '-') {
		const bool asked = argc > 1 && strcmp(argv[1], "--help") == 0;

		fputs(usage, asked ? stdout : stderr);
		return asked ? EXIT_SUCCESS : 2;
	}
	raise_descriptor_limit();
	server.epoll = epoll_create1(EPOLL_CLOEXEC);
	if (server.epoll < 0 || server_watch_signals(&server, &signals) < 0)
		return complain("epoll", strerror(errno));
	status = server_open(&server, argv + 1);
	if (status == EXIT_SUCCESS && server_loop(&server) < 0)
		status = complain("epoll", strerror(errno));
	listeners_close(&server);
	sessions_close(&server);
	if (server.dropped)
		fprintf(stderr, "echo-server: %llu datagrams could not be sent back\n",
			(unsigned long long)server.dropped);
	return status;
}
