/* SPDX-License-Identifier: MIT */
/*
 * shm-hybrid: a ring in shared memory, polled for a while, then asleep by futex.
 *
 * A peer that answers soon is answered as by shm-spin; one that does not costs no
 * more than the budget before the CPU is free, as with shm-futex.  A budget about
 * as long as falling asleep and being woken takes never costs more than twice the
 * better choice.  On one CPU the budget is wasted each time: the peer cannot run.
 */
#include "clock.h"
#include "common/cpu_relax.h"
#include "shm/gate.h"

#define SPIN_NS 20000
#define LOOKS 64 /* between two readings of the clock, each as dear as a look */

static inline void gate_spin(const struct channel *ch, struct ring_end *end,
			     enum gates which)
{
	const uint64_t begin_ns = clock_ns();

	do {
		for (unsigned i = 0; i < LOOKS && !gate_look(end, which); i++)
			cpu_relax();
	} while (!gate_look(end, which) && clock_ns() - begin_ns < ch->spin_ns);
}

static inline int gate_take(struct channel *ch, struct ring_end *end, enum gates which)
{
	if (!gate_look(end, which))
		gate_spin(ch, end, which);
	return gate_take_futex(ch, end, which);
}

RING_MECHANISM(gate_create_plain, gate_give_futex, gate_take);

static int hybrid_create(struct channel *ch)
{
	if (ch->spin_ns == 0)
		ch->spin_ns = SPIN_NS;
	return ring_mechanism_create(ch);
}

/* The bad budget is a single row of looks, which on one CPU is the best. */
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
	.family = "shm",
	.traits = MECH_BOUNDARIES | MECH_NAMED | MECH_UNLINKED,
	.waits = WAITS(WAIT_HYBRID),
	.variants = ring_variants,
	.access = "by-variant",
	.knobs = hybrid_knobs,
	.state_size = sizeof(struct ring_state),
	.create = hybrid_create,
	.attach = ring_mechanism_attach,
	.destroy = ring_destroy,
	.loops = &loops,
};
