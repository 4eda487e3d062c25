/* SPDX-License-Identifier: MIT */
/*
 * usage: alone stream MECHANISM FROM TO | ring NAME SIZE FROM TO | payload SIZE | pair
 *
 * Measures once and prints a line of figures in ns: of a stream by hand, for a second, or
 * of a ring by hand, from one CPU to another, the time per message; of SIZE bytes in
 * cache, to check them as a message, to read them, to write them and to fill them; of a
 * pair of the suite's, to open and close it.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "by_hand.h"
#include "pair/pair.h"
#include "payload.h"
#include "registry.h"
#include "rings.h"

#define STREAM_NS 1000000000u
#define BLOCKS 501
#define REPEATS 20
#define PAIRS 20

static double stream_ns(const char *name, int from, int to)
{
	const struct by_hand *by_hand = by_hand_find(name);
	uint64_t begin, end, n = 0;

	must(by_hand && by_hand->send, name);
	by_hand->open();

	const pid_t sender = fork();

	must(sender >= 0, "fork");
	if (sender == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		by_hand_pin(from);
		for (;;)
			by_hand->send();
	}
	by_hand_pin(to);
	by_hand->take();
	begin = by_hand_ns();
	do {
		by_hand->take();
		n++;
		end = by_hand_ns();
	} while (end - begin < STREAM_NS);
	kill(sender, SIGKILL);
	waitpid(sender, NULL, 0);
	return (double)(end - begin) / (double)n;
}

/* ---- memory in cache ---- */

static _Alignas(4096) unsigned char bytes[1 << 20];
static volatile uint64_t sink;

static void write_message(size_t size)
{
	payload_write(bytes, size, 1, CLIENT);
}

static void fill(size_t size)
{
	memset(bytes, 1, size);
}

static void check_message(size_t size)
{
	sink = payload_matches(bytes, size, 1, CLIENT);
}

#ifdef __x86_64__
__attribute__((target_clones("avx2", "default")))
#endif
static void
read_plain(size_t size)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < size / sizeof(bits); i++)
		bits |= ((const uint64_t *)bytes)[i];
	sink = bits;
}

static int compare(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The median: another process may have the CPU meanwhile. */
static double memory_ns(void (*work)(size_t size), size_t size)
{
	double ns[BLOCKS];

	for (size_t i = 0; i < BLOCKS; i++) {
		const uint64_t begin = by_hand_ns();

		for (int k = 0; k < REPEATS; k++) {
			work(size);
			__asm__ volatile("" ::: "memory");
		}
		ns[i] = (double)(by_hand_ns() - begin) / REPEATS;
	}
	qsort(ns, BLOCKS, sizeof(*ns), compare);
	return ns[BLOCKS / 2];
}

/* ---- the suite's pairs ---- */

static double pair_ns(void)
{
	const struct ipc_case c = {
		.mechanism = mechanism_find("pipe"), .size = 64, .cpu = {-1, -1}};
	struct supervisor sv;
	struct failure failure;
	struct pair *pair;
	uint64_t begin = 0;

	must(supervisor_init(&sv) == 0, "supervisor_init");
	for (int i = 0; i <= PAIRS; i++) {
		if (i == 1)
			begin = by_hand_ns();
		must(pair_open(&sv, &c, 0, &pair, &failure) == 0, "pair_open");
		pair_close(pair);
	}
	return (double)(by_hand_ns() - begin) / PAIRS;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";

	if (argc == 5 && strcmp(what, "stream") == 0) {
		printf("%.2f\n", stream_ns(argv[2], atoi(argv[3]), atoi(argv[4])));
	} else if (argc == 6 && strcmp(what, "ring") == 0) {
		printf("%.3f\n", ring_ns(argv[2], (size_t)atoi(argv[3]), atoi(argv[4]),
					 atoi(argv[5])));
	} else if (argc == 3 && strcmp(what, "payload") == 0) {
		const size_t size = (size_t)atoi(argv[2]);

		must(size <= sizeof(bytes), "a size");
		write_message(size);
		printf("%.2f ", memory_ns(check_message, size));
		printf("%.2f ", memory_ns(read_plain, size));
		printf("%.2f ", memory_ns(write_message, size));
		printf("%.2f\n", memory_ns(fill, size));
	} else if (argc == 2 && strcmp(what, "pair") == 0) {
		printf("%.0f\n", pair_ns());
	} else {
		fprintf(stderr,
			"usage: alone stream MECHANISM FROM TO | ring NAME SIZE FROM TO "
			"| payload SIZE | pair\n");
		return 2;
	}
	return 0;
}
