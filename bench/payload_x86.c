/* SPDX-License-Identifier: MIT */
/*
 * Long payloads on x86: the same loops for three generations of vectors, the best that
 * this CPU has being chosen at each call, which costs less than a nanosecond.  In cache
 * SSE2 takes twice as long as memset() and a plain read; AVX2 is as fast as the one, and
 * as the other beyond the first-level cache; there it takes AVX-512, for an instruction
 * that does two operations at once, not for its width, which slows some CPUs down.
 */
#include "payload_long.h"

#define AVX2 __attribute__((target("avx2")))
#define AVX512 __attribute__((target("avx512vl")))

AVX2 static void avx2_write(unsigned char *bytes, size_t size, uint64_t word)
{
	payload_plain_write(bytes, size, word);
}

AVX2 static bool avx2_match(const unsigned char *bytes, size_t size, uint64_t word)
{
	return payload_blocks_match(bytes, size, word);
}

AVX512 static bool avx512_match(const unsigned char *bytes, size_t size, uint64_t word)
{
	return payload_blocks_match(bytes, size, word);
}

void payload_long_write(unsigned char *bytes, size_t size, uint64_t word)
{
	if (__builtin_cpu_supports("avx2"))
		avx2_write(bytes, size, word);
	else
		payload_plain_write(bytes, size, word);
}

bool payload_long_matches(const unsigned char *bytes, size_t size, uint64_t word)
{
	if (__builtin_cpu_supports("avx512vl"))
		return avx512_match(bytes, size, word);
	if (__builtin_cpu_supports("avx2"))
		return avx2_match(bytes, size, word);
	return payload_blocks_match(bytes, size, word);
}
