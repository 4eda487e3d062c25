/* SPDX-License-Identifier: MIT */
/*
 * What is in a message.  Each 64-bit word follows from the message's sequence
 * number, its sender and the word's place, so that a message that was lost,
 * repeated, overtaken or torn, or that is one's own coming back, differs from
 * the one that is due.  Words are compared whole, and nothing is skipped.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "common/inline.h"
#include "mechanism.h"

/* What one message, and one word, adds.  Odd, so that even one-byte messages
 * differ from their 255 neighbours. */
#define PAYLOAD_MESSAGE UINT64_C(0x9e3779b97f4a7c15)
#define PAYLOAD_WORD UINT64_C(0xbf58476d1ce4e5b9)

/* Times PAYLOAD_MESSAGE it is 1, modulo 2^64 and so modulo any smaller power of two. */
#define PAYLOAD_INVERSE UINT64_C(0xf1de83e19937733d)

static inline uint64_t payload_word(uint64_t sequence, enum side sender)
{
	return (sender == CLIENT ? sequence : ~sequence) * PAYLOAD_MESSAGE;
}

/* Longer payloads go to payload_x86.c or payload_any.c: there the call costs less than
 * its wider vectors save, and the speed does not depend on where the caller's code lies.
 */
#define PAYLOAD_SHORT 256

void payload_long_write(unsigned char *bytes, size_t size, uint64_t word);
bool payload_long_matches(const unsigned char *bytes, size_t size, uint64_t word);

/* Writes size bytes, of which the first word is word. */
static always_inline void payload_plain_write(unsigned char *bytes, size_t size,
					      uint64_t word)
{
	const size_t words = size / sizeof(word);

	for (size_t i = 0; i < words; i++, word += PAYLOAD_WORD)
		memcpy(bytes + i * sizeof(word), &word, sizeof(word));
	for (size_t i = words * sizeof(word); i < size; i++, word >>= 8)
		bytes[i] = (unsigned char)word;
}

static always_inline bool payload_plain_matches(const unsigned char *bytes, size_t size,
						uint64_t word)
{
	const size_t words = size / sizeof(word);
	uint64_t wrong = 0;

	for (size_t i = 0; i < words; i++, word += PAYLOAD_WORD) {
		uint64_t found;

		memcpy(&found, bytes + i * sizeof(found), sizeof(found));
		wrong |= found ^ word;
	}
	for (size_t i = words * sizeof(word); i < size; i++, word >>= 8)
		wrong |= bytes[i] ^ (word & 0xff);
	return wrong == 0;
}

/* Writes size bytes at buffer: message number sequence from sender. */
static inline void payload_write(void *buffer, size_t size, uint64_t sequence,
				 enum side sender)
{
	const uint64_t word = payload_word(sequence, sender);

	if (size == sizeof(word))
		memcpy(buffer, &word, sizeof(word));
	else if (size > PAYLOAD_SHORT)
		payload_long_write(buffer, size, word);
	else
		payload_plain_write(buffer, size, word);
}

/* Whether the size bytes at buffer are message number sequence from sender. */
static inline bool payload_matches(const void *buffer, size_t size, uint64_t sequence,
				   enum side sender)
{
	const uint64_t word = payload_word(sequence, sender);

	if (size == sizeof(word))
		return memcmp(buffer, &word, sizeof(word)) == 0;
	if (size > PAYLOAD_SHORT)
		return payload_long_matches(buffer, size, word);
	return payload_plain_matches(buffer, size, word);
}

/* The first of the size bytes at buffer that is not as it should be, or size. */
static inline size_t payload_offset(const void *buffer, size_t size, uint64_t sequence,
				    enum side sender)
{
	const unsigned char *bytes = buffer;
	uint64_t word = payload_word(sequence, sender);

	for (size_t i = 0; i < size; i++) {
		if (bytes[i] != (unsigned char)(word >> i % sizeof(word) * 8))
			return i;
		if (i % sizeof(word) == sizeof(word) - 1)
			word += PAYLOAD_WORD;
	}
	return size;
}

/* The number of the message at buffer, as far as its size lets one tell: of fewer than 8
 * bytes, that with the right remainder modulo 256^size which is nearest to due. */
static inline uint64_t payload_sequence(const void *buffer, size_t size, uint64_t due,
					enum side sender)
{
	const unsigned char *bytes = buffer;
	const size_t told = size < sizeof(uint64_t) ? size : sizeof(uint64_t);
	const unsigned untold_bits = 64 - 8 * (unsigned)told;
	uint64_t word = 0;

	if (told == sizeof(word))
		memcpy(&word, buffer, sizeof(word));
	for (size_t i = 0; told < sizeof(word) && i < told; i++)
		word |= (uint64_t)bytes[i] << 8 * i;
	word *= PAYLOAD_INVERSE;
	if (sender == SERVER)
		word = ~word;

	const uint64_t ahead = (word - due) << untold_bits;

	return due + (uint64_t)((int64_t)ahead >> untold_bits);
}
