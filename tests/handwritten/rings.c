/* SPDX-License-Identifier: MIT */
/*
 *	flag		the first word of a slot says whether it is full (FastForward,
 *			Giacomoni et al., PPoPP 2008): no shared index
 *	sequence	each slot has the number of the message it holds, or waits for
 *			(Vyukov's bounded queue, for one of each side)
 *	batch		shared indices, which are published every few messages
 */
#include "rings.h"

#include <math.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "by_hand.h"

#define RING_BYTES (256 * 1024)
#define RUN_BYTES (256u << 20) /* in a run, but at most ... */
#define RUN_MESSAGES (4u << 20)

#define inlined static inline __attribute__((always_inline))

typedef _Atomic uint64_t word;

static struct {
	_Alignas(64) word tail; /* messages sent */
	_Alignas(64) word head; /* messages taken */
	_Alignas(64) word slots[];
} * ring;

static uint64_t slots;
static uint64_t wrong; /* bits of what was received */

inlined void fill(word *at, size_t words, uint64_t n)
{
	uint64_t *to = (uint64_t *)at;

	for (size_t i = 0; i < words; i++)
		to[i] = n + i;
}

inlined void check(const word *at, size_t words, uint64_t n)
{
	const uint64_t *from = (const uint64_t *)at;
	uint64_t bits = 0;

	for (size_t i = 0; i < words; i++)
		bits |= from[i] ^ (n + i);
	wrong |= bits;
}

inlined uint64_t await(const word *at, uint64_t value, bool is)
{
	uint64_t found;

	while (((found = atomic_load_explicit(at, memory_order_acquire)) == value) != is)
#ifdef __x86_64__
		__builtin_ia32_pause();
#else
		;
#endif
	return found;
}

inlined void store(word *at, uint64_t value)
{
	atomic_store_explicit(at, value, memory_order_release);
}

inlined void flag_send(uint64_t n, size_t words)
{
	word *slot = &ring->slots[(n & (slots - 1)) * words];

	await(slot, 0, true);
	fill(slot + 1, words - 1, n);
	store(slot, n + 1);
}

inlined void flag_take(uint64_t n, size_t words)
{
	word *slot = &ring->slots[(n & (slots - 1)) * words];

	wrong |= await(slot, 0, false) ^ (n + 1);
	check(slot + 1, words - 1, n);
	store(slot, 0);
}

/* A slot is on cache lines of its own, unless it is smaller than one. */
inlined word *sequence_slot(uint64_t n, size_t words)
{
	return &ring->slots[(n & (slots - 1)) * (words < 8 ? words + 1 : words + 8)];
}

/* The first time round a slot holds 0. */
inlined void sequence_send(uint64_t n, size_t words)
{
	word *slot = sequence_slot(n, words);

	await(slot, n < slots ? 0 : n, true);
	fill(slot + 1, words, n);
	store(slot, n + 1);
}

inlined void sequence_take(uint64_t n, size_t words)
{
	word *slot = sequence_slot(n, words);

	await(slot, n + 1, true);
	check(slot + 1, words, n);
	store(slot, n + slots);
}

static uint64_t seen, batch; /* the other's index when last looked at */

inlined void batch_send(uint64_t n, size_t words)
{
	if (n - seen == slots)
		seen = await(&ring->head, seen, false);
	fill(&ring->slots[(n & (slots - 1)) * words], words, n);
	if ((n + 1) % batch == 0)
		store(&ring->tail, n + 1);
}

inlined void batch_take(uint64_t n, size_t words)
{
	if (n == seen)
		seen = await(&ring->tail, seen, false);
	check(&ring->slots[(n & (slots - 1)) * words], words, n);
	if ((n + 1) % batch == 0)
		store(&ring->head, n + 1);
}

/* Loops for each ring and size, so that the compiler knows the size. */
#define SIZES(X, ring) X(ring, 8) X(ring, 64) X(ring, 4096) X(ring, 65536)
#define ALL(X) SIZES(X, flag) SIZES(X, sequence) SIZES(X, batch)
#define LOOPS(ring, size)                                                                \
	static void ring##_send_##size(uint64_t messages)                                \
	{                                                                                \
		for (uint64_t n = 0; n < messages; n++)                                  \
			ring##_send(n, size / 8);                                        \
	}                                                                                \
	static void ring##_take_##size(uint64_t messages)                                \
	{                                                                                \
		for (uint64_t n = 0; n < messages; n++)                                  \
			ring##_take(n, size / 8);                                        \
	}
ALL(LOOPS)

static const struct {
	const char *name;
	size_t size;
	void (*send)(uint64_t messages), (*take)(uint64_t messages);
} loops[] = {
#define ROW(ring, size) {#ring, size, ring##_send_##size, ring##_take_##size},
	ALL(ROW)};

static double run(size_t i, int from, int to)
{
	const uint64_t messages = RUN_BYTES / loops[i].size < RUN_MESSAGES
					  ? RUN_BYTES / loops[i].size
					  : RUN_MESSAGES;
	const size_t bytes = sizeof(*ring) + 2 * RING_BYTES;
	pid_t sender;

	for (slots = 4; slots * 2 * loops[i].size <= RING_BYTES && slots < 8192;)
		slots *= 2;
	batch = slots / 4 < 32 ? slots / 4 : 32;
	ring = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	must(ring != MAP_FAILED, "mmap");
	by_hand_pin(to);
	sender = fork();
	must(sender >= 0, "fork");
	if (sender == 0) {
		by_hand_pin(from);
		loops[i].send(messages);
		_exit(0);
	}

	const uint64_t begin = by_hand_ns();

	loops[i].take(messages);

	const uint64_t end = by_hand_ns();

	waitpid(sender, NULL, 0);
	munmap(ring, bytes);
	must(!wrong, "a ring");
	return (double)(end - begin) / (double)messages;
}

double ring_ns(const char *name, size_t size, int from, int to)
{
	for (size_t i = 0; i < sizeof(loops) / sizeof(loops[0]); i++)
		if (strcmp(loops[i].name, name) == 0 && loops[i].size == size)
			return run(i, from, to);
	return NAN;
}
