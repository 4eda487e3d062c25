/* SPDX-License-Identifier: MIT */
/*
 * Seeded random numbers for orders and schedules: xoshiro256++ 1.0, seeded by splitmix64
 * (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47,
 * 2021).  The same seed gives the same sequence on every machine; not for secrets.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct random {
	uint64_t state[4]; /* never all zero */
};

/* The next value of the splitmix64 sequence in *@state, which may start anywhere. */
static inline uint64_t random_splitmix(uint64_t *state)
{
	uint64_t x = *state += 0x9e3779b97f4a7c15;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
	x = (x ^ x >> 27) * 0x94d049bb133111eb;
	return x ^ x >> 31;
}

/* Start @r at @seed; neighbouring seeds give unrelated sequences. */
static inline void random_init(struct random *r, uint64_t seed)
{
	for (size_t i = 0; i < 4; i++)
		r->state[i] = random_splitmix(&seed);
}

/* 64 uniformly random bits. */
static inline uint64_t random_next(struct random *r)
{
	uint64_t *s = r->state;
	uint64_t sum = s[0] + s[3], result = (sum << 23 | sum >> 41) + s[0];
	uint64_t shifted = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= shifted;
	s[3] = s[3] << 45 | s[3] >> 19;
	return result;
}

/* Uniform in [0, @n), @n at least 1, without bias. */
static inline uint64_t random_below(struct random *r, uint64_t n)
{
	uint64_t excess = -n % n; /* 2^64 modulo n: that many values are left out */
	uint64_t x;

	do {
		x = random_next(r);
	} while (x < excess);
	return x % n;
}

/* Put @n @indexes into random order, every order equally likely (Fisher-Yates). */
static inline void random_shuffle(struct random *r, size_t *indexes, size_t n)
{
	for (size_t left = n; left > 1; left--) {
		size_t chosen = random_below(r, left);
		size_t last = indexes[left - 1];

		indexes[left - 1] = indexes[chosen];
		indexes[chosen] = last;
	}
}
