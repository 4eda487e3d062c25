/* SPDX-License-Identifier: MIT */
/*
 * All samples of a case that count, in the bins of stats/histogram.h, round by round.
 *
 * Rounds weigh the same, however many samples they have: a pair that runs for long spends
 * as much time in the conditions of each.
 *
 * When there are BINS_BLOCKS rounds, two neighbours become one block, and so on, so that
 * memory grows neither with rounds nor with samples.
 */
#pragma once

#include "stats/stats.h"

enum { BINS_BLOCKS = 64 };

/* Zeroed: of no rounds. */
struct bins {
	struct block {
		struct block_bin {
			uint32_t index, count;
			float mass; /* the whole of a round is 1 */
		} * bins;	    /* owned; those that are not empty, ascending */
		size_t bin_count;
		unsigned rounds;
	} blocks[BINS_BLOCKS];
	size_t block_count;
	unsigned rounds, block_rounds; /* of all blocks; of a full one */
	uint64_t samples;
	uint32_t longest; /* sample, in ns */
};

/* A bin of all rounds. */
struct bin {
	uint64_t low, high; /* ns, both ends included */
	uint64_t count;	    /* of samples */
	double share;	    /* of all, rounds weighing the same */
};

/* How far bins_next() has come in each block; zeroed at the start. */
struct bins_cursor {
	size_t at[BINS_BLOCKS];
};

/* Adds a round of at least one sample.  0 or -ENOMEM. */
int bins_add(struct bins *all, struct sorted_samples round);

/* Stores the next bin that is not empty, in ascending order.  Returns false, and stores
 * nothing, after the last. */
bool bins_next(const struct bins *all, struct bins_cursor *cursor, struct bin *bin);

void bins_free(struct bins *all);
