/* SPDX-License-Identifier: MIT */
/*
 * Gates that are counters in the ring's memory: looking at them, and sleeping
 * when there is nothing to see.
 *
 * The giver counts, then looks whether the taker is asleep; the taker says that
 * it is asleep, then looks at the count.  All four are sequentially consistent,
 * so that at least one of the two sees what the other did.  Release and acquire
 * are not enough: both could look too early, and the taker would sleep forever.
 */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>

#include "common/futex_calls.h"
#include "shm/ring.h"

/* Wakes the side that sleeps in the gate or is about to: asleep is 0 by now. */
typedef int gate_wake_fn(struct channel *ch, struct ring_end *end, enum gates which);

/* Sleeps in the gate unless it was woken since asleep was set to 1.  May return
 * for no reason. */
typedef int gate_sleep_fn(struct channel *ch, struct ring_end *end, enum gates which);

/* Whether there is something to take. */
static inline bool gate_look(struct ring_end *end, enum gates which)
{
	if (end->seen[which] == end->taken[which])
		end->seen[which] = atomic_load_explicit(&end->ring->gate[which].given,
							memory_order_acquire);
	return end->seen[which] != end->taken[which];
}

/* Gives one to a taker that never sleeps. */
static inline int gate_give_awake(struct channel *ch, struct ring_end *end,
				  enum gates which)
{
	_Atomic uint32_t *given = &end->ring->gate[which].given;
	uint32_t count = atomic_load_explicit(given, memory_order_relaxed);

	(void)ch;
	atomic_store_explicit(given, count + 1, memory_order_release);
	return 0;
}

/* Gives one, and wakes a taker that sleeps: once, however many are given before it
 * runs. */
static always_inline int gate_give_asleep(struct channel *ch, struct ring_end *end,
					  enum gates which, gate_wake_fn *wake)
{
	struct gate *gate = &end->ring->gate[which];
	uint32_t count = atomic_load_explicit(&gate->given, memory_order_relaxed);

	atomic_store(&gate->given, count + 1);
	if (atomic_load(&gate->asleep) == 0)
		return 0;
	atomic_store(&gate->asleep, 0);
	return wake(ch, end, which);
}

/* Takes one, asleep until there is one. */
static always_inline int gate_take_asleep(struct channel *ch, struct ring_end *end,
					  enum gates which, gate_sleep_fn *sleep)
{
	struct gate *gate = &end->ring->gate[which];
	int r = 0;

	while (r == 0 && !gate_look(end, which)) {
		atomic_store(&gate->asleep, 1);
		if (atomic_load(&gate->given) == end->taken[which])
			r = sleep(ch, end, which);
		atomic_store_explicit(&gate->asleep, 0, memory_order_relaxed);
	}
	end->taken[which]++;
	return r;
}

/* The word slept on is asleep, not given: the giver may have read an old 1, and
 * clear a new one; then there is nothing to sleep on. */
static inline int gate_futex_wake(struct channel *ch, struct ring_end *end,
				  enum gates which)
{
	(void)ch;
	futex_wake(&end->ring->gate[which].asleep, 1);
	return 0;
}

static inline int gate_futex_sleep(struct channel *ch, struct ring_end *end,
				   enum gates which)
{
	(void)ch;
	futex_wait(&end->ring->gate[which].asleep, 1);
	return 0;
}

static inline int gate_give_futex(struct channel *ch, struct ring_end *end,
				  enum gates which)
{
	return gate_give_asleep(ch, end, which, gate_futex_wake);
}

static inline int gate_take_futex(struct channel *ch, struct ring_end *end,
				  enum gates which)
{
	return gate_take_asleep(ch, end, which, gate_futex_sleep);
}
