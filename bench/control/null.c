/* SPDX-License-Identifier: MIT */
/*
 * null: moves nothing and waits for nothing.
 *
 * What is left is the cost of the loop and of reading the clock: the harness's share of
 * every other figure.
 */
#include "loop.h"

static inline int null_message(struct channel *ch)
{
	/* An empty loop would be optimised away. */
	__asm__ volatile("" : : "r"(ch) : "memory");
	return 0;
}

MECHANISM_LOOPS(null_message, null_message);

const struct mechanism mechanism_null = {
	.name = "null",
	.summary = "moves nothing: the cost of the harness itself",
	.family = "control",
	.traits = MECH_TOKEN | MECH_CONTROL,
	.waits = WAITS(WAIT_BLOCK),
	.loops = &loops,
};
