/* SPDX-License-Identifier: MIT */
/*
 * Falling asleep until a message or free slots are there, and waking a side that sleeps.
 *
 * A word that is to become 2n is 2n - 2 until then.  A side that falls asleep makes it
 * 2n - 1 first.  The other side exchanges it for 2n, and what it gets in return says
 * whether somebody must be woken.  One of the two comes first: either the exchange
 * returns the mark, or there is no more 2n - 2 to mark, and nobody falls asleep.
 */
#pragma once

#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "common/futex_calls.h"
#include "shm/ring.h"

/* Wakes the other side, which sleeps until the item is given, or is about to. */
typedef int ring_wake_fn(struct channel *ch, struct item item);

/* Sleeps until woken.  May return for no reason, so what is left of a wake-up that came
 * too late does no harm. */
typedef int ring_sleep_fn(struct channel *ch, struct item item);

static always_inline int ring_give_asleep(struct channel *ch, struct item item,
					  ring_wake_fn *wake)
{
	return atomic_exchange(item.word, item.value) == item.value - 1 ? wake(ch, item)
									: 0;
}

/* Whether this side waits for message after message and sends none. */
static inline bool ring_waits_again(struct channel *ch, struct item item)
{
	struct ring_state *st = ch->state;
	const void *out = st->to->copied_slot ? st->to->copied_slot : ch->out;
	const void *before = (unsigned char *)item.word - st->from->stride;
	const bool again = st->waited_word == before && st->waited_out == out;

	st->waited_word = item.word;
	st->waited_out = out;
	return again;
}

/*
 * A receiver that was woken for one message, and finds no second one, first lets the
 * sender run, if both have the same CPU.  Otherwise the scheduler, which owes CPU time to
 * the side that has less to do, switches there and back for each message, until both have
 * had the same: 10 to 15 times per 1024 messages, which then take 180 ns each, not 55.
 * One yield pays the debt for hundreds of rings.  The sender needs none: it is woken for
 * a whole batch.
 */
static always_inline int ring_wait_asleep(struct channel *ch, struct item item,
					  ring_sleep_fn *sleep)
{
	uint32_t before = item.value - 2;
	int r = 0;

	if (ring_waits_again(ch, item))
		sched_yield();
	if (!atomic_compare_exchange_strong(item.word, &before, item.value - 1))
		return 0;
	while (r == 0 && !item_given(item))
		r = sleep(ch, item);
	return r;
}

static inline int futex_wake_other(struct channel *ch, struct item item)
{
	(void)ch;
	futex_wake(item.word, 1);
	return 0;
}

static inline int futex_sleep(struct channel *ch, struct item item)
{
	(void)ch;
	futex_wait(item.word, item.value - 1);
	return 0;
}

static inline int ring_give_futex(struct channel *ch, struct item item)
{
	return ring_give_asleep(ch, item, futex_wake_other);
}

static inline int ring_wait_futex(struct channel *ch, struct item item)
{
	return ring_wait_asleep(ch, item, futex_sleep);
}
