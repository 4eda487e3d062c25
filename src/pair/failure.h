/* SPDX-License-Identifier: MIT */
/*
 * Why a trial was skipped or failed: as a slug for the CSV, which holds neither
 * spaces nor commas nor quotes, and as a sentence for people.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FAILURE_LIMIT_SIZE 64
#define REASON_SIZE 96

/* What went wrong with a pair. */
struct failure {
	int error;    /* -errno */
	bool refused; /* the mechanism declined: a reason to skip, no fault */
	char limit[FAILURE_LIMIT_SIZE]; /* what stood in its way, or "" */
	const char *side;      /* "client", "server", "supervisor", "keeper" or "agent";
				* static */
	uint64_t wrong;	       /* with -EBADMSG: sequence number of the message ... */
	uint64_t wrong_offset; /* ... and of its first byte that differs */
};

/* Stores a limit, cut if need be; NULL is none. */
void failure_set_limit(struct failure *failure, const char *limit);

/* "message-too-large:fs.mqueue.msgsize_max", "client-died", "wrong-message" ... */
void failure_slug(const struct failure *failure, char slug[static REASON_SIZE]);

/* "a message came out wrong: the server expected message 17 and its byte 3
 * differs" ... */
void failure_sentence(const struct failure *failure, char *text, size_t size);

/* Whether a mechanism that refuses with that error cannot be had here, or at this
 * size: a trial to skip.  Anything else is a fault. */
bool failure_is_refusal(const struct failure *failure);
