/* SPDX-License-Identifier: MIT */
/*
 * Slots for messages, used in turn, some for each direction, for mechanisms whose sides
 * tell each other that a slot is filled and that slots are free.
 *
 * Half of the slots of a direction are freed at a time, so that telling costs little.
 */
#pragma once

#include "mechanism.h"

#define SLOTS_BYTES (256 * 1024) /* by default; then at most SLOTS_MAX slots */
#define SLOTS_MAX 64

/* The bad buffer has room for two messages, whatever their size. */
static const struct knob slots_knobs[] = {
	{
		.setting = SET_BUFFER,
		.least = 32 * 1024,
		.most = 16 * 1024 * 1024,
		.factor = 2,
		.bad = 1,
		.how = "memory for VALUE bytes of messages in each direction",
	},
	{0},
};

struct slots {
	uint64_t half;		 /* of the number of slots */
	uint64_t sent, received; /* messages, by this side */
};

/* As many slots as fit in ch->buffer bytes, but at least two. */
static inline void slots_create(struct channel *ch, struct slots *slots)
{
	size_t count = (ch->buffer ? ch->buffer : SLOTS_BYTES) / ch->size;

	if (ch->buffer == 0 && count > SLOTS_MAX)
		count = SLOTS_MAX;
	slots->half = count < 2 ? 1 : count / 2;
	ch->buffer = 2 * slots->half * ch->size;
}

/* Where message number `message` of sender lies in the memory or file that holds the
 * slots of both directions. */
static inline size_t slots_offset(const struct channel *ch, const struct slots *slots,
				  uint64_t message, enum side sender)
{
	return sender * ch->buffer + message % (2 * slots->half) * ch->size;
}
