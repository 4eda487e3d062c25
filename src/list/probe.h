/* SPDX-License-Identifier: MIT */
/*
 * What a mechanism can do on this machine.  Nothing is looked up: pairs of processes try
 * it, with the mechanism's own send() and recv().
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "pair/failure.h"
#include "pair/supervisor.h"
#include "plan/case.h"

/* The largest message, and the largest buffer, that are tried. */
#define PROBE_BYTES_MAX (16 * 1024 * 1024)

/* How much can be sent before the sender has to wait, if nobody receives. */
struct capacity {
	bool known;
	bool endless; /* no end was found: it is at least this much */
	uint64_t messages;
	uint64_t bytes;
	size_t buffer; /* granted; 0 if the mechanism has none */
};

/* A limit is the slug of why more was refused, "none", or "unknown" if none was tried. */
struct findings {
	char works[REASON_SIZE]; /* "yes", or the slug of why it does not, or "untried":
				  * then nothing else is known */

	size_t largest; /* bytes in a message; 0 for a token, or if unknown */
	char largest_limit[REASON_SIZE];

	/* Not looked for unless the probe is thorough. */
	struct capacity capacity;	  /* with the default buffer */
	struct capacity capacity_largest; /* with the largest buffer granted */
	char buffer_limit[REASON_SIZE];

	/* Two messages, and a receiver with room for both: "kept" if it takes two
	 * receives, "merged" if one gets both, "none" for tokens, "unknown". */
	const char *boundaries;

	/* What a waiting receiver sees when the sender is killed: "end-of-file",
	 * "errno-N", "turn" (as if a message had come), "nothing" or "unknown". */
	char death[REASON_SIZE];
};

extern const struct findings findings_untried;

/*
 * Finds out whether a mechanism works and its largest message and, if @thorough, the
 * rest, which takes about a second.  @directory is where files may be made.  Returns 0;
 * -EINTR if the user wants to stop; or another -errno.
 */
int probe(struct supervisor *sv, const struct mechanism *m, const char *directory,
	  bool thorough, struct findings *ret);
