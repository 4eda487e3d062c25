/* SPDX-License-Identifier: MIT */
/*
 * What the two sides of a pair do instead of measuring, for `ipcbench list` to find
 * something out.
 */
#pragma once

#include "mechanism.h"

struct board; /* memory that the sides share with the supervisor; the errand's own */

/* Returns 0 or -errno, as the loops do. */
typedef int errand_fn(struct channel *ch, struct board *board);

struct errand {
	errand_fn *side[SIDE_COUNT];
	struct board *board;
};
