/* SPDX-License-Identifier: MIT */
/*
 * What a mechanism does on this machine, found out with pairs of processes that send
 * and receive by its own functions, and nothing known of it beforehand.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "pair/failure.h"
#include "pair/supervisor.h"
#include "plan/case.h"

/* Sizes of messages and buffers are tried up to this. */
#define PROBE_BYTES_MAX (16 * 1024 * 1024)

/* What went through before the sender had to wait, nobody receiving. */
struct capacity {
	bool known;
	bool endless; /* no end was found: at least so much */
	uint64_t messages;
	uint64_t bytes;
	size_t buffer; /* granted; 0 if it has none */
};

/* A limit is what was refused beyond, as a reason slug; "none" if nothing was. */
struct findings {
	char works[REASON_SIZE]; /* "yes", or why not: then nothing else is known */

	size_t largest; /* bytes in a message; 0 for a token, or if not known */
	char largest_limit[REASON_SIZE];

	struct capacity capacity;	  /* with the buffer it has by default */
	struct capacity capacity_largest; /* with the largest that it can get */
	char buffer_limit[REASON_SIZE];

	/* Two messages, and a receiver with room for both: "kept" if it takes two
	 * receives, "merged" if one gets both, "none" for tokens, "unknown". */
	const char *boundaries;

	/* What a receiver that waits is told when the sender is killed: "end-of-file",
	 * "errno-N", "turn" (it goes on, as if there were a message), "nothing",
	 * "unknown". */
	char death[REASON_SIZE];
};

/*
 * The quick ones: whether it works, and the largest message.  @directory is where
 * files may be made.  Returns 0, or -EINTR if the user wants to stop.
 */
int probe_works(struct supervisor *sv, const struct mechanism *m, const char *directory,
		struct findings *ret);

/* The others, which take about a second, if it works. */
int probe_rest(struct supervisor *sv, const struct mechanism *m, const char *directory,
	       struct findings *f);
