/* SPDX-License-Identifier: MIT */
/*
 * A ring of messages in shared memory, one for each direction, for one sender
 * and one receiver each.
 *
 * The slots are lent: a message is built in the slot where it will be read, so
 * that nothing is copied; the variant "copy" copies all the same, to show what
 * that costs.  What differs from mechanism to mechanism is how a side waits; so
 * all waiting is done at gates.  A gate counts things that one side gives and the
 * other takes: FILLED counts messages, FREE counts slots.  A shm_*.c file brings
 * two functions, gate_give() and gate_take(), whose pair must order memory as a
 * release and an acquire do.
 *
 * Slots begin on cache lines of their own: packed ones would make neighbours
 * fight for a line (measured: six times slower at 8 bytes).
 */
#pragma once

#include <assert.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "common/shared_memory.h"
#include "loop.h"
#include "mechanism.h"

#define RING_BYTES (256 * 1024) /* by default; always RING_SLOTS_MIN slots at least */
#define RING_SLOTS_MIN 4
#define RING_SLOTS_MAX 1024
#define RING_DEPTH_MIN 2 /* a side holds the slot it reads or builds a message in */

enum gates { FILLED, FREE, GATE_COUNT };

/* One side only gives, one side only takes. */
struct gate {
	_Alignas(CACHE_LINE) _Atomic uint32_t given; /* so many, modulo 2^32 */
	_Atomic uint32_t asleep;		     /* the taker is, or is about to be */

	/* The mechanism's: a semaphore, a mutex, ... */
	_Alignas(CACHE_LINE) unsigned char own[2 * CACHE_LINE];
};

struct ring {
	struct gate gate[GATE_COUNT];
};

static_assert(sizeof(struct gate) == 3 * CACHE_LINE, "a gate fills its lines");

/* What a side keeps for itself of one ring. */
struct ring_end {
	struct ring *ring;
	unsigned char *slots;
	uint32_t message;	    /* number of the one out or in points at */
	uint32_t taken[GATE_COUNT]; /* from each gate */
	uint32_t seen[GATE_COUNT];  /* of gate.given when last looked at */
};

struct ring_state {
	struct shared_memory memory;
	struct ring_end end[SIDE_COUNT]; /* by the side that receives from it */
	size_t stride;
	uint32_t slot_mask;
	bool holding; /* the slot at in has not been given back yet */
};

/* The memory's backings, and the default one with messages copied in and out. */
#define RING_COPY "copy"
static const char *const ring_variants[] = {
	SHARED_MEMORY_BACKINGS(SHARED_MEMORY_NAME) RING_COPY, NULL};

/* Gives one; wakes the taker if it sleeps. */
typedef int gate_give_fn(struct channel *ch, struct ring_end *end, enum gates which);

/* Takes one, waiting until it has been given. */
typedef int gate_take_fn(struct channel *ch, struct ring_end *end, enum gates which);

/* Prepares what is the mechanism's own in a gate that holds count to begin with. */
typedef int gate_create_fn(struct gate *gate, uint32_t count);

/* For gates with nothing of the mechanism's own in them. */
static inline int gate_create_plain(struct gate *gate, uint32_t count)
{
	(void)gate, (void)count;
	return 0;
}

static inline size_t ring_stride(size_t size)
{
	return (size + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
}

/* A power of two of slots: ch->depth or more if that is set, or else as many as fit in
 * ch->buffer bytes. */
static inline uint32_t ring_slots(const struct channel *ch, size_t stride)
{
	const size_t bytes = ch->buffer ? ch->buffer : RING_BYTES;
	uint32_t slots = ch->depth ? RING_DEPTH_MIN : RING_SLOTS_MIN;

	while (slots < RING_SLOTS_MAX &&
	       (ch->depth ? slots < ch->depth : 2 * slots * stride <= bytes))
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

static inline void *ring_slot(const struct ring_state *st, const struct ring_end *end)
{
	return end->slots + (end->message & st->slot_mask) * st->stride;
}

static inline int ring_create(struct channel *ch, gate_create_fn *gate_create)
{
	struct ring_state *st = ch->state;
	int r;

	st->stride = ring_stride(ch->size);
	const uint32_t slots = ring_slots(ch, st->stride);
	const size_t bytes = sizeof(struct ring) + slots * st->stride;

	r = shared_memory_create(ch, &st->memory, SIDE_COUNT * bytes);
	if (r < 0)
		return r;
	st->slot_mask = slots - 1;
	ch->depth = slots;
	ch->buffer = slots * st->stride;
	for (enum side side = CLIENT; side < SIDE_COUNT; side++) {
		struct ring_end *end = &st->end[side];

		end->ring = (void *)((unsigned char *)st->memory.address + side * bytes);
		end->slots = (unsigned char *)(end->ring + 1);
		end->seen[FREE] = slots;
		atomic_store(&end->ring->gate[FREE].given, slots);
		for (enum gates which = FILLED; which < GATE_COUNT && r == 0; which++)
			r = gate_create(&end->ring->gate[which],
					which == FREE ? slots : 0);
	}
	return r;
}

static inline int ring_attach(struct channel *ch, gate_take_fn *take,
			      const struct loops *copy_loops)
{
	struct ring_state *st = ch->state;
	struct ring_end *to = &st->end[side_peer(ch->side)];

	shared_memory_populate(&st->memory);
	if (ch->variant && strcmp(ch->variant, RING_COPY) == 0) {
		ch->loops = copy_loops;
		return 0;
	}
	ch->out = ring_slot(st, to);
	return take(ch, to, FREE);
}

static inline void ring_destroy(struct channel *ch)
{
	struct ring_state *st = ch->state;

	shared_memory_destroy(&st->memory);
}

/* Copies the message at out to the next free slot, and hands that over. */
static always_inline int ring_send_copy(struct channel *ch, gate_give_fn *give,
					gate_take_fn *take)
{
	struct ring_state *st = ch->state;
	struct ring_end *to = &st->end[side_peer(ch->side)];
	int r = take(ch, to, FREE);

	if (r < 0)
		return r;
	memcpy(ring_slot(st, to), ch->out, ch->size);
	to->message++;
	return give(ch, to, FILLED);
}

static always_inline int ring_recv_copy(struct channel *ch, gate_give_fn *give,
					gate_take_fn *take)
{
	struct ring_state *st = ch->state;
	struct ring_end *from = &st->end[ch->side];
	int r = take(ch, from, FILLED);

	if (r < 0)
		return r;
	memcpy(ch->in, ring_slot(st, from), ch->size);
	from->message++;
	return give(ch, from, FREE);
}

/* Hands the slot at out over, and moves out to the next free one. */
static always_inline int ring_send(struct channel *ch, gate_give_fn *give,
				   gate_take_fn *take)
{
	struct ring_state *st = ch->state;
	struct ring_end *to = &st->end[side_peer(ch->side)];
	int r = give(ch, to, FILLED);

	to->message++;
	ch->out = ring_slot(st, to);
	return r < 0 ? r : take(ch, to, FREE);
}

/* Gives the slot at in back, and moves in to the next message. */
static always_inline int ring_recv(struct channel *ch, gate_give_fn *give,
				   gate_take_fn *take)
{
	struct ring_state *st = ch->state;
	struct ring_end *from = &st->end[ch->side];
	int r = 0;

	if (st->holding)
		r = give(ch, from, FREE);
	else
		st->holding = true;
	ch->in = ring_slot(st, from);
	from->message++;
	return r < 0 ? r : take(ch, from, FILLED);
}

/* Makes create(), attach() and `loops` of a mechanism that waits at such gates. */
#define RING_MECHANISM(gate_create, gate_give, gate_take)                                \
	static int ring_mechanism_create(struct channel *ch)                             \
	{                                                                                \
		return ring_create(ch, gate_create);                                     \
	}                                                                                \
	static inline int ring_mechanism_send(struct channel *ch)                        \
	{                                                                                \
		return ring_send(ch, gate_give, gate_take);                              \
	}                                                                                \
	static inline int ring_mechanism_recv(struct channel *ch)                        \
	{                                                                                \
		return ring_recv(ch, gate_give, gate_take);                              \
	}                                                                                \
	static inline int ring_mechanism_send_copy(struct channel *ch)                   \
	{                                                                                \
		return ring_send_copy(ch, gate_give, gate_take);                         \
	}                                                                                \
	static inline int ring_mechanism_recv_copy(struct channel *ch)                   \
	{                                                                                \
		return ring_recv_copy(ch, gate_give, gate_take);                         \
	}                                                                                \
	static const struct loops copy_loops;                                            \
	static int ring_mechanism_attach(struct channel *ch)                             \
	{                                                                                \
		return ring_attach(ch, gate_take, &copy_loops);                          \
	}                                                                                \
	MECHANISM_LOOPS(ring_mechanism_send, ring_mechanism_recv);                       \
	MECHANISM_LOOPS_NAMED(copy_loops, ring_mechanism_send_copy,                      \
			      ring_mechanism_recv_copy)
