/* SPDX-License-Identifier: MIT */
/*
 * The rings, in all ways to wait, with two threads for the two sides: built once like
 * all else, and once for ThreadSanitizer, which sees threads, but not processes.  Each
 * side has its own copy of the channel, as after a fork.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sem.h>

#include <cmocka.h>

#include "job.h"
#include "mechanism.h"
#include "shm/ring.h"

#define BATCH 10
#define COUNT 100 /* samples: 1000 messages, with a CPU each or without */
#define SIZE 40

#define RINGS(X)                                                                         \
	X(shm_spin)                                                                      \
	X(shm_yield)                                                                     \
	X(shm_hybrid)                                                                    \
	X(shm_futex)                                                                     \
	X(shm_eventfd)                                                                   \
	X(shm_posix_sem)                                                                 \
	X(shm_sysv_sem)                                                                  \
	X(shm_condvar)

#define DECLARE(id) extern const struct mechanism mechanism_##id;
RINGS(DECLARE)

/* The sanitizer's, where there is one. */
extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));

/* Instead of the library's: the sanitizer does not know that semop() orders memory,
 * what was done before a semaphore is given before what is done once it is taken. */
int semop(int set, struct sembuf *operation, size_t count)
{
	static char given[SIDE_COUNT];
	char *one = &given[operation->sem_num];
	int r;

	if (operation->sem_op > 0 && __tsan_release)
		__tsan_release(one);
	r = semtimedop(set, operation, count, NULL);
	if (r == 0 && operation->sem_op < 0 && __tsan_acquire)
		__tsan_acquire(one);
	return r;
}

struct thread_side {
	struct channel ch;
	struct job job;
	struct slice slice;
	uint32_t sample_ns[COUNT];
	char out[SIZE], in[SIZE];
	pthread_t thread;
	int result;
};

static void *side_main(void *arg)
{
	struct thread_side *side = arg;

	side->result = side->ch.loops->run(&side->ch, &side->job, &side->slice);
	return NULL;
}

static void side_init(struct thread_side *t, const struct mechanism *m,
		      const struct channel *made, enum side side, enum pattern pattern)
{
	t->ch = *made;
	t->ch.side = side;
	t->ch.loops = m->loops;
	t->ch.out = t->out;
	t->ch.in = t->in;
	t->ch.state = malloc(m->state_size);
	memcpy(t->ch.state, made->state, m->state_size);
	t->job = (struct job){
		.pattern = pattern,
		.touch = TOUCH_FULL,
		.first = 1,
		.count = COUNT,
		.batch = BATCH,
		.sample_ns = t->sample_ns,
	};
	assert_int_equal(m->attach(&t->ch), 0);
}

/* As if the rings had been used for so long that their counters wrap around soon. */
static void age(const struct channel *ch)
{
	const uint32_t start = UINT32_MAX - 1; /* even: nobody sleeps */
	struct ring_state *st = ch->state;

	for (enum side side = CLIENT; side < SIDE_COUNT; side++) {
		struct ring_end *end = &st->end[side];

		end->filled = end->batch = start;
		*end->freed = start;
		for (unsigned char *slot = end->slots; slot < end->slots_end;
		     slot += end->stride)
			*ring_message(end, slot).word = start;
	}
}

static void exchange(const struct mechanism *m, enum pattern pattern, const char *variant,
		     size_t depth, bool aged)
{
	struct thread_side sides[SIDE_COUNT] = {0};
	struct channel ch = {.size = SIZE, .depth = depth, .variant = variant};

	ch.state = calloc(1, m->state_size);
	assert_int_equal(m->create(&ch), 0);
	assert_int_equal(ch.depth, depth);
	if (aged)
		age(&ch);
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
	}
	free(ch.state);
}

/* Few slots, so that the ring is often full: with batches of one slot, and of four. */
static void test_ring(void **state)
{
	static const char *const variants[] = {"posix", "copy"};
	static const size_t depths[] = {RING_DEPTH_MIN, 4, 16};

	for (size_t i = 0; i < sizeof(variants) / sizeof(variants[0]); i++)
		for (size_t k = 0; k < sizeof(depths) / sizeof(depths[0]); k++) {
			exchange(*state, ROUND_TRIP, variants[i], depths[k], false);
			exchange(*state, STREAM, variants[i], depths[k], true);
		}
}

#define TEST(id) {#id, test_ring, NULL, NULL, (void *)&mechanism_##id},

int main(void)
{
	const struct CMUnitTest tests[] = {RINGS(TEST)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
