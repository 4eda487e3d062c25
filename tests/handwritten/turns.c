/* SPDX-License-Identifier: MIT */
/*
 * usage: turns MECHANISM CPU COMMAND [ARGUMENT...]
 *
 * Runs the command, and stops it again and again for as long as it ran, to make round
 * trips by hand meanwhile: both see the same machine.  Prints, for each such turn, when
 * it began (CLOCK_MONOTONIC, ns) and its median round trip in ns.  Exit status: 0, or 1
 * if the command or a system call failed.
 */
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "by_hand.h"

#define TURN_NS 20000000
#define SAMPLES 65536

static volatile sig_atomic_t stopped;

static void stop(int number)
{
	stopped = number;
}

static int compare(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Pins this process and a child, which answers for ever. */
static void start_pair(const struct by_hand *loop, int cpu)
{
	loop->open();
	by_hand_parent = getpid();
	by_hand_child = fork();
	must(by_hand_child >= 0, "fork");
	by_hand_pin(cpu);
	if (by_hand_child > 0)
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;)
		loop->echo();
}

/* In a process group of its own, to be stopped as a whole: should this program be
 * killed, the kernel hangs up on the group and has it go on. */
static pid_t start_command(char **argv)
{
	const pid_t pid = fork();

	must(pid >= 0, "fork");
	if (pid > 0) {
		setpgid(pid, pid);
		return pid;
	}
	setpgid(0, 0);
	execvp(argv[0], argv);
	must(0, argv[0]);
	_exit(1);
}

/* One turn by hand; the first fifth does not count. */
static void take_turn(const struct by_hand *loop)
{
	static uint64_t ns[SAMPLES];
	const uint64_t begin = by_hand_ns();
	uint64_t start = begin;
	size_t n = 0;

	while (n < SAMPLES && start - begin < TURN_NS) {
		loop->ping();

		const uint64_t end = by_hand_ns();

		ns[n++] = end - start;
		start = end;
	}
	qsort(ns + n / 5, n - n / 5, sizeof(*ns), compare);
	printf("%llu %llu\n", (unsigned long long)begin,
	       (unsigned long long)ns[n / 5 + (n - n / 5) / 2]);
}

/* What the command came to. */
static int take_turns(const struct by_hand *loop, pid_t command)
{
	const struct timespec turn = {.tv_nsec = TURN_NS};
	int status;

	for (;;) {
		nanosleep(&turn, NULL);
		if (waitpid(command, &status, WNOHANG) == command)
			return status;
		if (stopped)
			kill(-command, SIGTERM);
		kill(-command, SIGSTOP);
		take_turn(loop);
		kill(-command, SIGCONT);
	}
}

int main(int argc, char **argv)
{
	const struct sigaction action = {.sa_handler = stop, .sa_flags = SA_RESTART};
	const struct by_hand *loop = argc > 3 ? by_hand_find(argv[1]) : NULL;

	if (!loop) {
		fprintf(stderr, "usage: turns MECHANISM CPU COMMAND [ARGUMENT...]\n");
		return 2;
	}
	const pid_t command = start_command(argv + 3);

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	start_pair(loop, atoi(argv[2]));

	int status = take_turns(loop, command);

	kill(by_hand_child, SIGKILL);
	waitpid(by_hand_child, NULL, 0);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : 1;
}
