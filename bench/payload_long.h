/* SPDX-License-Identifier: MIT */
/*
 * Checking a long payload: a plain loop, which the compiler turns into whatever vectors
 * the function may use that it is inlined in.
 */
#pragma once

#include "payload.h"

/* Words.  Whole blocks are checked first, then the rest. */
#define PAYLOAD_BLOCK 64

/* Whether an even number of words is right.  Both halves are read side by side: neither
 * has to wait for what was found in the other. */
static always_inline bool payload_halves_match(const unsigned char *bytes, size_t words,
					       uint64_t word)
{
	const size_t half = words / 2;
	const unsigned char *other_bytes = bytes + half * sizeof(word);
	uint64_t other_word = word + half * PAYLOAD_WORD;
	uint64_t wrong = 0, other_wrong = 0;

	for (size_t i = 0; i < half; i++) {
		uint64_t found, other_found;

		memcpy(&found, bytes + i * sizeof(found), sizeof(found));
		memcpy(&other_found, other_bytes + i * sizeof(found), sizeof(found));
		wrong |= found ^ word;
		other_wrong |= other_found ^ other_word;
		word += PAYLOAD_WORD;
		other_word += PAYLOAD_WORD;
	}
	return (wrong | other_wrong) == 0;
}

static always_inline bool payload_blocks_match(const unsigned char *bytes, size_t size,
					       uint64_t word)
{
	const size_t words = size / sizeof(word) / PAYLOAD_BLOCK * PAYLOAD_BLOCK;
	const size_t rest = words * sizeof(word);

	return payload_halves_match(bytes, words, word) &&
	       payload_plain_matches(bytes + rest, size - rest,
				     word + words * PAYLOAD_WORD);
}
