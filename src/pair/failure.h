/* SPDX-License-Identifier: MIT */
/*
 * What went wrong with a pair: as a value, as a slug for the CSV, which holds neither
 * spaces nor commas nor quotes, and as a sentence for people.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "job.h"

#define FAILURE_LIMIT_SIZE 64
#define REASON_SIZE 96

struct failure {
	int error;    /* -errno */
	bool refused; /* the mechanism itself declined, before any message */
	char limit[FAILURE_LIMIT_SIZE]; /* what stood in its way, or "" */
	const char *process; /* "client", "server", "supervisor", "keeper" or "agent";
			      * static */

	struct wrong wrong; /* with -EBADMSG */
};

/* Stores an error of a process, and nothing else; returns the error. */
int failure_set(struct failure *failure, const char *process, int error);

/* Stores a limit, cut if need be; NULL is none. */
void failure_set_limit(struct failure *failure, const char *limit);

/* "message-too-large:fs.mqueue.msgsize_max", "client-died", "server-wrong-message" ... */
void failure_slug(const struct failure *failure, char slug[static REASON_SIZE]);

/* "a message arrived wrong: at the server, byte 3 of message 17 differs", or "...,
 * message 17 has 63 bytes, not 64"; ... */
void failure_sentence(const struct failure *failure, char *text, size_t size);

/* Whether the mechanism cannot be had here, or not at this size: then the trial is
 * skipped.  Any other failure is a fault. */
bool failure_is_refusal(const struct failure *failure);
