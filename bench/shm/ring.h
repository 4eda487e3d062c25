/* SPDX-License-Identifier: MIT */
/*
 * A ring of messages in shared memory, one for each direction, for one sender
 * and one receiver each.
 *
 *	| message      | word | message      | word | message      | word | ...
 *	  slot 0                slot 1                slot 2
 *
 * The slots are lent: a message is built in the slot where it will be read, so
 * that nothing is copied; the variant "copy" copies all the same, to show what
 * that costs.
 *
 * The word behind a message says whether it is there: it is 2n once the slot has
 * been filled for the nth time.  The sender writes the message, then the word.  The
 * receiver, which counts n as well, looks at the word until it is 2n, and reads the
 * message.  There is no index that both sides fight for: the word comes with the last
 * cache line of its message.
 *
 * Free slots are given back a quarter of the ring at a time, by one more word: it is
 * 2n once n quarters have been given back.  Before its next quarter, the sender looks
 * at that word as the receiver does at the others.
 *
 * What differs from mechanism to mechanism is how a side waits, as its shm_*.c file says.
 * One that sleeps marks the word that it waits for: see sleep.h.
 */
#pragma once

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "common/shared_memory.h"
#include "loop.h"
#include "mechanism.h"

#define RING_BYTES (512 * 1024) /* by default; always RING_SLOTS_MIN slots at least */
#define RING_SLOTS_MIN 4
#define RING_SLOTS_MAX 1024
#define RING_DEPTH_MIN 2 /* a side holds the slot it reads or builds a message in */
#define RING_BATCHES 4	 /* in which slots are given back */

/* Messages from this size on begin on a cache line of their own; smaller ones share
 * lines, of which fewer travel then. */
#define RING_ALIGNED_SIZE 512

/* What one side gives and the other waits for, a message or a batch of free slots: it is
 * given once *word has reached value, modulo 2^32. */
struct item {
	_Atomic uint32_t *word;
	uint32_t value;
};

/* What both sides see, before the slots. */
struct ring_shared {
	struct {
		_Alignas(CACHE_LINE) _Atomic uint32_t word;
	} freed[SIDE_COUNT]; /* by the side that receives and gives slots back */

	/* The mechanism's, by the side that sleeps there: a semaphore, a mutex, ... */
	struct ring_bed {
		_Alignas(CACHE_LINE) unsigned char bytes[2 * CACHE_LINE];
	} bed[SIDE_COUNT];
};

/* What a side keeps for itself of one ring.  The slot that it is at is not here but where
 * out or in points, which saves a load that waits for a store, for each message. */
struct ring_end {
	unsigned char *slots, *slots_end;
	unsigned char *batch_end; /* of the batch that the slot is in */
	void *copied_slot;	  /* instead of out or in, if messages are copied */
	size_t stride, batch_bytes;
	_Atomic uint32_t *freed;
	uint32_t filled; /* the word of the slot, once the message is there */
	uint32_t batch;	 /* *freed, once the batch is free */
};

struct ring_state {
	struct shared_memory memory;
	struct ring_end end[SIDE_COUNT]; /* by the side that receives from it */
	struct ring_end *to, *from;	 /* this side's, from attach() on */

	/* When this side last waited: for which word, and where out was. */
	const void *waited_word, *waited_out;
};

/* The memory's backings, and the default one with messages copied in and out. */
#define RING_COPY "copy"
static const char *const ring_variants[] = {
	SHARED_MEMORY_BACKINGS(SHARED_MEMORY_NAME) RING_COPY, NULL};

/* Gives the item.  The exchange or store of its word orders memory as a release. */
typedef int ring_give_fn(struct channel *ch, struct item item);

/* Waits until the item is given, which it was not a moment ago. */
typedef int ring_wait_fn(struct channel *ch, struct item item);

static always_inline bool item_given(struct item item)
{
	const uint32_t found = atomic_load_explicit(item.word, memory_order_acquire);

	return (int32_t)(found - item.value) >= 0;
}

/* Gives the item to a side that never sleeps. */
static inline int ring_give_awake(struct channel *ch, struct item item)
{
	(void)ch;
	atomic_store_explicit(item.word, item.value, memory_order_release);
	return 0;
}

/* A power of two of slots: ch->depth or more if that is set, or else as many as
 * ch->buffer bytes of messages take. */
static inline uint32_t ring_slots(const struct channel *ch)
{
	const size_t bytes = ch->buffer ? ch->buffer : RING_BYTES;
	uint32_t slots = ch->depth ? RING_DEPTH_MIN : RING_SLOTS_MIN;

	while (slots < RING_SLOTS_MAX &&
	       (ch->depth ? slots < ch->depth : 2 * slots * ch->size <= bytes))
		slots *= 2;
	return slots;
}

#define RING_DEPTH_KNOB                                                                  \
	{                                                                                \
		.setting = SET_DEPTH, .least = 4, .most = RING_SLOTS_MAX, .factor = 2,   \
		.bad = RING_DEPTH_MIN, .how = "a ring of VALUE slots",                   \
	}

/* Of all rings that have no further knob. */
static const struct knob ring_knobs[] = {RING_DEPTH_KNOB, {0}};

static inline int ring_create(struct channel *ch)
{
	const size_t unit = ch->size < RING_ALIGNED_SIZE ? sizeof(uint64_t) : CACHE_LINE;
	const size_t stride = (ch->size + sizeof(uint32_t) + unit - 1) / unit * unit;
	struct ring_state *st = ch->state;

	ch->depth = ring_slots(ch);
	ch->buffer = ch->depth * stride;

	const size_t batches = ch->depth < RING_BATCHES ? ch->depth : RING_BATCHES;
	const size_t bytes = (ch->buffer + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
	int r = shared_memory_create(ch, &st->memory,
				     sizeof(struct ring_shared) + SIDE_COUNT * bytes);

	if (r < 0)
		return r;
	for (enum side side = CLIENT; side < SIDE_COUNT; side++) {
		struct ring_shared *shared = st->memory.address;
		struct ring_end *end = &st->end[side];

		end->slots = (unsigned char *)(shared + 1) + side * bytes;
		end->slots_end = end->batch_end = end->slots + ch->buffer;
		end->stride = stride;
		end->batch_bytes = ch->buffer / batches;
		end->freed = &shared->freed[side].word;
	}
	return 0;
}

static inline void ring_destroy(struct channel *ch)
{
	struct ring_state *st = ch->state;

	shared_memory_destroy(&st->memory);
}

static inline void *ring_bed(const struct channel *ch, enum side side)
{
	const struct ring_state *st = ch->state;
	struct ring_shared *shared = st->memory.address;

	return shared->bed[side].bytes;
}

/* The message in the slot. */
static always_inline struct item ring_message(const struct ring_end *end, void *slot)
{
	void *behind = (unsigned char *)slot + end->stride;

	return (struct item){(_Atomic uint32_t *)behind - 1, end->filled};
}

/* The next batch. */
static always_inline struct item ring_batch(struct ring_end *end)
{
	return (struct item){end->freed, end->batch += 2};
}

/* Moves to the next slot: true if it begins a batch. */
static always_inline bool ring_move(struct ring_end *end, void **slot)
{
	unsigned char *next = (unsigned char *)*slot + end->stride;
	const bool begins = next == end->batch_end;

	if (begins) {
		if (next == end->slots_end) {
			next = end->slots;
			end->filled += 2;
		}
		end->batch_end = next + end->batch_bytes;
	}
	*slot = next;
	return begins;
}

/* Both sides begin at the last slot and move to the first.  All batches are free to begin
 * with, but the receiver gives the last one back as it moves. */
static inline int ring_attach(struct channel *ch, const struct loops *copy_loops)
{
	struct ring_state *st = ch->state;
	void **out = &ch->out, **in = &ch->in;

	shared_memory_populate(&st->memory);
	st->to = &st->end[side_peer(ch->side)];
	st->from = &st->end[ch->side];
	if (ch->variant && strcmp(ch->variant, RING_COPY) == 0) {
		ch->loops = copy_loops;
		out = &st->to->copied_slot;
		in = &st->from->copied_slot;
	}
	*out = st->to->slots_end - st->to->stride;
	*in = st->from->slots_end - st->from->stride;
	ring_move(st->to, out);
	st->to->batch -= 2 * (uint32_t)(ch->buffer / st->to->batch_bytes - 2);
	return 0;
}

/* Hands over the message in the slot, and moves to the next free slot. */
static always_inline int ring_pass(struct channel *ch, void **slot, ring_give_fn *give,
				   ring_wait_fn *wait)
{
	const struct ring_state *st = ch->state;
	int r = give(ch, ring_message(st->to, *slot));

	if (r == 0 && ring_move(st->to, slot)) {
		const struct item batch = ring_batch(st->to);

		if (!item_given(batch))
			r = wait(ch, batch);
	}
	return r;
}

/* Moves to the next message.  If it begins a batch, the batch before it is given back. */
static always_inline int ring_next(struct channel *ch, void **slot, ring_give_fn *give,
				   ring_wait_fn *wait)
{
	const struct ring_state *st = ch->state;
	int r = ring_move(st->from, slot) ? give(ch, ring_batch(st->from)) : 0;
	const struct item message = ring_message(st->from, *slot);

	return r == 0 && !item_given(message) ? wait(ch, message) : r;
}

static always_inline int ring_pass_copy(struct channel *ch, ring_give_fn *give,
					ring_wait_fn *wait)
{
	const struct ring_state *st = ch->state;
	void **slot = &st->to->copied_slot;

	memcpy(*slot, ch->out, ch->size);
	return ring_pass(ch, slot, give, wait);
}

static always_inline int ring_next_copy(struct channel *ch, ring_give_fn *give,
					ring_wait_fn *wait)
{
	const struct ring_state *st = ch->state;
	void **slot = &st->from->copied_slot;
	int r = ring_next(ch, slot, give, wait);

	memcpy(ch->in, *slot, ch->size);
	return r;
}

/* Makes attach() and `loops` of a mechanism that gives and waits in such a way. */
#define RING_MECHANISM(give, wait)                                                       \
	static inline int ring_mechanism_send(struct channel *ch)                        \
	{                                                                                \
		return ring_pass(ch, &ch->out, give, wait);                              \
	}                                                                                \
	static inline int ring_mechanism_recv(struct channel *ch)                        \
	{                                                                                \
		return ring_next(ch, &ch->in, give, wait);                               \
	}                                                                                \
	static inline int ring_mechanism_send_copy(struct channel *ch)                   \
	{                                                                                \
		return ring_pass_copy(ch, give, wait);                                   \
	}                                                                                \
	static inline int ring_mechanism_recv_copy(struct channel *ch)                   \
	{                                                                                \
		return ring_next_copy(ch, give, wait);                                   \
	}                                                                                \
	MECHANISM_LOOPS(ring_mechanism_send, ring_mechanism_recv);                       \
	MECHANISM_LOOPS_NAMED(copy_loops, ring_mechanism_send_copy,                      \
			      ring_mechanism_recv_copy);                                 \
	static int ring_mechanism_attach(struct channel *ch)                             \
	{                                                                                \
		return ring_attach(ch, &copy_loops);                                     \
	}

/* What the descriptions of all these mechanisms share. */
#define RING_DESCRIPTION                                                                 \
	.family = "shm", .variants = ring_variants, .attach = ring_mechanism_attach,     \
	.loops = &loops

/* And of those that add nothing to the memory. */
#define RING_DESCRIPTION_PLAIN                                                           \
	RING_DESCRIPTION, .traits = MECH_BOUNDARIES | MECH_NAMED | MECH_UNLINKED,        \
			  .access = "by-variant",                                        \
			  .state_size = sizeof(struct ring_state),                       \
			  .destroy = ring_destroy
