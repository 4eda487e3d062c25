/* SPDX-License-Identifier: MIT */
/*
 * The rings, with two threads for the two sides: ThreadSanitizer sees threads, but
 * not processes.  Each side has its own copy of the channel, as after a fork.
 * shm-sysv-sem is missing: that semop() orders memory is unknown to the sanitizer.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "registry.h"

#define BATCH 10
#define COUNT 300 /* samples: 3000 messages */
#define SIZE 40
#define BUFFER 256 /* bytes: four slots, so that the ring is often full */

struct thread_side {
	struct channel ch;
	struct slice slice;
	loop_fn *run;
	pthread_t thread;
	int result;
};

static void *side_main(void *arg)
{
	struct thread_side *side = arg;

	side->result = side->run(&side->ch, &side->slice);
	return NULL;
}

static void side_init(struct thread_side *t, const struct mechanism *m,
		      const struct channel *made, enum side side, enum pattern pattern)
{
	t->ch = *made;
	t->ch.side = side;
	t->ch.loops = m->loops;
	t->ch.state = malloc(m->state_size);
	memcpy(t->ch.state, made->state, m->state_size);
	t->slice.first = 1;
	t->slice.count = COUNT;
	t->slice.batch = BATCH;
	t->slice.sample_ns = calloc(COUNT, sizeof(*t->slice.sample_ns));
	assert_int_equal(m->attach(&t->ch), 0);
	t->run = t->ch.loops->run[pattern][TOUCH_FULL][side];
}

static void exchange(const struct mechanism *m, enum pattern pattern)
{
	struct thread_side sides[SIDE_COUNT] = {0};
	struct channel ch = {.size = SIZE, .buffer = BUFFER, .directory = "/tmp"};

	while (!(m->waits & WAITS(ch.wait)))
		ch.wait++;
	ch.state = calloc(1, m->state_size);
	assert_int_equal(m->create(&ch), 0);
	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		side_init(&sides[side], m, &ch, side, pattern);
	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		assert_int_equal(pthread_create(&sides[side].thread, NULL, side_main,
						&sides[side]),
				 0);
	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		pthread_join(sides[side].thread, NULL);
	m->destroy(&ch);
	for (enum side side = CLIENT; side < SIDE_COUNT; side++) {
		assert_int_equal(sides[side].result, 0);
		free(sides[side].ch.state);
		free(sides[side].slice.sample_ns);
	}
	free(ch.state);
}

static void test_ring(void **state)
{
	const struct mechanism *m = mechanism_find(*state);

	assert_non_null(m);
	exchange(m, ROUND_TRIP);
	exchange(m, STREAM);
}

#define RING(name)                                                                       \
	{                                                                                \
		name, test_ring, NULL, NULL, (void *)name                                \
	}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RING("shm-spin"),      RING("shm-yield"),   RING("shm-hybrid"),
		RING("shm-futex"),     RING("shm-eventfd"), RING("shm-condvar"),
		RING("shm-posix-sem"),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
