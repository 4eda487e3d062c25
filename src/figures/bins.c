/* SPDX-License-Identifier: MIT */
#include "figures/bins.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "stats/histogram.h"

/* Makes a block of one round. */
static int block_of(struct sorted_samples round, struct block *ret)
{
	const float mass = 1 / (float)round.count;
	struct block_bin *bins;
	size_t n = 0;

	for (size_t i = 0; i < round.count; i++)
		n += i == 0 ||
		     histogram_bin(round.ns[i]) != histogram_bin(round.ns[i - 1]);
	bins = calloc(n, sizeof(*bins));
	if (!bins)
		return -ENOMEM;
	*ret = (struct block){.bins = bins, .bin_count = n, .rounds = 1};
	for (size_t i = 0; i < round.count; i++) {
		const uint32_t index = (uint32_t)histogram_bin(round.ns[i]);

		bins += bins->count > 0 && bins->index != index;
		bins->index = index;
		bins->count++;
		bins->mass = mass * (float)bins->count;
	}
	return 0;
}

/* Adds block b, which it frees, to a. */
static int block_merge(struct block *a, struct block *b)
{
	const size_t most = a->bin_count + b->bin_count;
	struct block_bin *bins = malloc(most * sizeof(*bins)), *shrunk;
	size_t n = 0, i = 0, k = 0;

	if (!bins)
		return -ENOMEM;
	while (i < a->bin_count || k < b->bin_count) {
		const uint32_t x = i < a->bin_count ? a->bins[i].index : UINT32_MAX;
		const uint32_t y = k < b->bin_count ? b->bins[k].index : UINT32_MAX;

		bins[n] = x <= y ? a->bins[i] : b->bins[k];
		if (x == y) {
			bins[n].count += b->bins[k].count;
			bins[n].mass += b->bins[k].mass;
		}
		i += x <= y;
		k += y <= x;
		n++;
	}
	free(a->bins);
	free(b->bins);
	shrunk = realloc(bins, n * sizeof(*bins));
	*a = (struct block){shrunk ? shrunk : bins, n, a->rounds + b->rounds};
	*b = (struct block){0};
	return 0;
}

/* Makes one block of each two. */
static int halve_blocks(struct bins *all)
{
	for (size_t i = 0; i < BINS_BLOCKS / 2; i++) {
		int r = block_merge(&all->blocks[2 * i], &all->blocks[2 * i + 1]);

		if (r < 0)
			return r;
	}
	for (size_t i = 1; i < BINS_BLOCKS / 2; i++) {
		all->blocks[i] = all->blocks[2 * i];
		all->blocks[2 * i] = (struct block){0};
	}
	all->block_count /= 2;
	all->block_rounds *= 2;
	return 0;
}

int bins_add(struct bins *all, struct sorted_samples round)
{
	struct block block, *last = NULL;
	int r = 0;

	if (all->block_count == 0)
		all->block_rounds = 1;
	else
		last = &all->blocks[all->block_count - 1];
	if (all->block_count == BINS_BLOCKS && last->rounds == all->block_rounds) {
		r = halve_blocks(all);
		last = NULL;
	}
	if (r == 0)
		r = block_of(round, &block);
	if (r < 0)
		return r;
	if (last && last->rounds < all->block_rounds)
		r = block_merge(last, &block);
	else
		all->blocks[all->block_count++] = block;
	if (r < 0) {
		free(block.bins);
		return r;
	}
	all->rounds++;
	all->samples += round.count;
	if (round.ns[round.count - 1] > all->longest)
		all->longest = round.ns[round.count - 1];
	return 0;
}

void bins_free(struct bins *all)
{
	for (size_t i = 0; i < all->block_count; i++)
		free(all->blocks[i].bins);
	memset(all, 0, sizeof(*all));
}

bool bins_next(const struct bins *all, struct bins_cursor *cursor, struct bin *bin)
{
	uint32_t index = UINT32_MAX;
	double mass = 0;

	for (size_t b = 0; b < all->block_count; b++) {
		const struct block *block = &all->blocks[b];
		const size_t at = cursor->at[b];

		if (at < block->bin_count && block->bins[at].index < index)
			index = block->bins[at].index;
	}
	if (index == UINT32_MAX)
		return false;
	*bin = (struct bin){
		.low = histogram_low(index),
		.high = histogram_low(index + 1) - 1,
	};
	for (size_t b = 0; b < all->block_count; b++) {
		const struct block *block = &all->blocks[b];
		const size_t at = cursor->at[b];

		if (at == block->bin_count || block->bins[at].index != index)
			continue;
		bin->count += block->bins[at].count;
		mass += block->bins[at].mass;
		cursor->at[b]++;
	}
	bin->share = mass / all->rounds;
	return true;
}
