/* SPDX-License-Identifier: MIT */
/*
 * echo-server: sends back what it receives (RFC 862), at any number of addresses at once.
 *
 * listener.c has socket(), bind(), listen() and accept(); session.c has recv(), send(),
 * shutdown() and close() for one client; this file has the loop that waits for all of
 * them at once.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "server.h"

#define EVENTS 256
#define DRAIN_SECONDS 5
#define RETRY_MS 1000

static const char usage[] =
	"usage: echo-server ENDPOINT...\n\n"
	"Sends back whatever it receives, and prints each address at which it answers.\n"
	"After SIGINT or SIGTERM it accepts no more clients, and serves those it has\n"
	"until they are quiet for a second, for 5 seconds at most.  A second signal\n"
	"ends it at once.\n\n"
	"  tcp:PORT tcp:HOST:PORT tcp:[::1]:PORT   without HOST this machine only\n"
	"  udp:PORT udp:HOST:PORT udp:[::1]:PORT   PORT 0: any that is free\n"
	"  unix:PATH unix-dgram:PATH unix-seqpacket:PATH   PATH @NAME is abstract\n";

/* The first signal begins to drain, once a second.  A second signal, or the last second,
 * ends the server. */
static void signal_ready(struct server *server, struct watch *watch)
{
	struct signalfd_siginfo info;

	if (read(watch->fd, &info, sizeof(info)) != sizeof(info))
		return;
	if (server->listeners) {
		listeners_close(server);
	} else if (info.ssi_signo != SIGALRM || ++server->seconds == DRAIN_SECONDS) {
		sessions_close(server);
		return;
	}
	sessions_drain(server);
	alarm(1);
}

static int signals_watch(struct server *server, struct watch *watch)
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
	return watch->fd < 0 ? -1 : watch_set(server, EPOLL_CTL_ADD, watch, EPOLLIN);
}

/* Each client takes a descriptor, so take as many as the administrator allows. */
static void raise_descriptor_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

/*
 * A session that is ready may close itself but no other session, whose event may come
 * later in the same array.  Only a signal closes many, so the rest is left for later
 * then.
 */
static void events_handle(struct server *server, struct epoll_event *events, int n)
{
	for (int i = 0; i < n; i++) {
		struct watch *watch = events[i].data.ptr;
		const bool is_signal = watch->ready == signal_ready;

		watch->ready(server, watch);
		if (is_signal)
			return;
	}
}

static int server_loop(struct server *server)
{
	struct epoll_event events[EVENTS];

	while (server->listeners || server->sessions) {
		const int n = epoll_wait(server->epoll, events, EVENTS,
					 server->full ? RETRY_MS : -1);

		if (n < 0 && errno != EINTR)
			return -1;
		events_handle(server, events, n);
		/* Another process may also have freed what this one lacked. */
		if (server->full && (n == 0 || server->session_count < server->full_at))
			listeners_accept(server, true);
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
		struct endpoint at[ENDPOINTS_MAX];
		const char *why;
		const int count = endpoint_parse(*words, at, &why);
		int i = 0;

		if (count < 0) {
			complain(*words, why);
			return 2;
		}
		/* The first address that this host has. */
		while (i < count && listener_open(server, &at[i]) < 0)
			i++;
		if (i == count)
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
	if (server.epoll < 0 || signals_watch(&server, &signals) < 0)
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
