/* SPDX-License-Identifier: MIT */
/*
 * The smallest pipe ping-pong one would write by hand, sharing nothing with the
 * suite: what the suite's figure is held against.  Prints the median round trip in
 * ns.  Arguments: CPU, bytes, messages.
 */
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static uint64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

static int compare(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	static char buffer[65536];
	int there[2], back[2];
	cpu_set_t set;

	if (argc != 4)
		return 2;
	const size_t size = (size_t)atoi(argv[2]), count = (size_t)atoi(argv[3]);
	uint64_t *ns = calloc(count, sizeof(*ns));

	CPU_ZERO(&set);
	CPU_SET(atoi(argv[1]), &set);
	if (!ns || size > sizeof(buffer) || sched_setaffinity(0, sizeof(set), &set) < 0 ||
	    pipe(there) < 0 || pipe(back) < 0)
		return 1;

	const pid_t child = fork();

	if (child == 0)
		while (read(there[0], buffer, size) > 0 &&
		       write(back[1], buffer, size) > 0)
			;

	/* Young processes are fast; let this one get as old as the suite's. */
	usleep(250000);
	for (size_t i = 0; i < count; i++) {
		const uint64_t start = now_ns();

		if (write(there[1], buffer, size) < 0 || read(back[0], buffer, size) < 0)
			return 1;
		ns[i] = now_ns() - start;
	}
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	qsort(ns + count / 5, count - count / 5, sizeof(*ns), compare);
	printf("%llu\n", (unsigned long long)ns[count / 5 + (count - count / 5) / 2]);
	return 0;
}
