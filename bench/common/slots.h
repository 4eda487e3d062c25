/* SPDX-License-Identifier: MIT */
/*
 * Places for messages that are used in turn, one set for each direction, for
 * mechanisms whose sides tell each other "one is filled" and "some are free".
 *
 * Half of the places are freed at a time, so that the news costs little.
 */
#pragma once

#include "mechanism.h"

#define SLOTS_BYTES (256 * 1024) /* by default; at most SLOTS_MAX slots then */
#define SLOTS_MAX 64

/* The bad one has room for two messages, whatever their size. */
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
	uint64_t half; /* the number of slots is twice this */
	uint64_t sent;
	uint64_t received;
};

/* As many as fit in ch->buffer bytes, but two at least. */
static inline void slots_create(struct channel *ch, struct slots *slots)
{
	size_t count = (ch->buffer ? ch->buffer : SLOTS_BYTES) / ch->size;

	if (ch->buffer == 0 && count > SLOTS_MAX)
		count = SLOTS_MAX;
	slots->half = count < 2 ? 1 : count / 2;
	ch->buffer = 2 * slots->half * ch->size;
}

/* Where message number `message` from `sender` lies in memory or a file that holds
 * the slots of both. */
static inline size_t slots_offset(const struct channel *ch, const struct slots *slots,
				  uint64_t message, enum side sender)
{
	return sender * ch->buffer + message % (2 * slots->half) * ch->size;
}
