/* SPDX-License-Identifier: MIT */
/*
 * shm-hybrid: a ring in shared memory, polled for a while, then asleep by futex.
 *
 * A peer that answers soon is answered as by shm-spin; one that does not costs no
 * more than the budget before the CPU is free, as with shm-futex.  A budget about
 * as long as falling asleep and being woken takes never costs more than twice the
 * better choice.  On one CPU the budget would be wasted each time, as the peer cannot
 * run: so like shm-spin it is not measured there.
 */
#include "clock.h"
#include "common/cpu_relax.h"
#include "shm/sleep.h"

#define SPIN_NS 20000
#define LOOKS 64 /* between two readings of the clock, each as dear as a look */

static inline int shm_hybrid_wait(struct channel *ch, struct item item)
{
	const uint64_t begin_ns = clock_ns();

	do {
		for (unsigned i = 0; i < LOOKS; i++) {
			cpu_relax();
			if (item_given(item))
				return 0;
		}
	} while (clock_ns() - begin_ns < ch->spin_ns);
	return ring_wait_futex(ch, item);
}

RING_MECHANISM(ring_give_futex, shm_hybrid_wait)

static int hybrid_create(struct channel *ch)
{
	if (ch->spin_ns == 0)
		ch->spin_ns = SPIN_NS;
	return ring_create(ch);
}

/* The bad budget is a single row of looks. */
static const struct knob hybrid_knobs[] = {
	{
		.setting = SET_SPIN,
		.least = 250,
		.most = 1024000,
		.factor = 4,
		.bad = 1,
		.how = "look for VALUE ns before FUTEX_WAIT",
	},
	RING_DEPTH_KNOB,
	{0},
};

const struct mechanism mechanism_shm_hybrid = {
	.name = "shm-hybrid",
	.summary = "a ring in shared memory, polled for a while, then a futex",
	.waits = WAITS(WAIT_HYBRID),
	.knobs = hybrid_knobs,
	.create = hybrid_create,
	RING_DESCRIPTION_PLAIN,
};
