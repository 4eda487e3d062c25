/* SPDX-License-Identifier: MIT */
/*
 * Round trips as one would write them by hand, sharing nothing with the suite: what its
 * figures are held against.  by_hand.c and tokens.c have
 * them, turns.c lets them take turns with it, alone.c measures streams.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct by_hand {
	const char *name;
	void (*open)(void); /* before the fork */
	void (*ping)(void); /* the parent: a message there, and one back */
	void (*echo)(void); /* the child */

	/* A message one way, of BY_HAND_STREAM bytes, or NULL. */
	void (*send)(void); /* the parent */
	void (*take)(void); /* the child */
};

#define BY_HAND_STREAM 65536

/* Set by who forks. */
extern pid_t by_hand_parent, by_hand_child;

extern const struct by_hand by_hand_tokens[]; /* tokens.c; a zeroed one last */

/* Of that name, or NULL. */
const struct by_hand *by_hand_find(const char *name);

/* Has this process run on that CPU. */
void by_hand_pin(int cpu);

/* CLOCK_MONOTONIC. */
uint64_t by_hand_ns(void);

/* Ends the program if what a system call returned is not @right. */
void must(int right, const char *what);
