/* SPDX-License-Identifier: MIT */
/*
 * Round trips as one would write them by hand, sharing nothing with the suite: what its
 * figures are held against.  by_hand.c has them, turns.c lets them take turns with it.
 */
#pragma once

#include <stddef.h>
#include <sys/types.h>

struct by_hand {
	const char *name;
	void (*open)(void); /* before the fork */
	void (*ping)(void); /* the parent: a message there, and one back */
	void (*echo)(void); /* the child */
};

/* Set by who forks. */
extern pid_t by_hand_parent, by_hand_child;

extern const struct by_hand by_hand[];
extern const size_t by_hand_count;

/* Ends the program if what a system call returned is not @right. */
void must(int right, const char *what);
