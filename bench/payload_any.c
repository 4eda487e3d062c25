/* SPDX-License-Identifier: MIT */
/*
 * Long payloads on a CPU whose every vector the compiler may use.
 */
#include "payload_long.h"

void payload_long_write(unsigned char *bytes, size_t size, uint64_t word)
{
	payload_plain_write(bytes, size, word);
}

bool payload_long_matches(const unsigned char *bytes, size_t size, uint64_t word)
{
	return payload_blocks_match(bytes, size, word);
}
