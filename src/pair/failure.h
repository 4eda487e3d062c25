/* SPDX-License-Identifier: MIT */
/*
 * Why a trial was skipped or failed: as a slug for the CSV, which holds neither
 * spaces nor commas nor quotes, and as a sentence for people.
 */
#pragma once

#include <stddef.h>

#include "pair/pair.h"

#define REASON_SIZE 96

/* "message-too-large:fs.mqueue.msgsize_max", "client-died", "wrong-message" ... */
void reason_slug(const struct failure *failure, char slug[static REASON_SIZE]);

/* "a message came out wrong: the server expected message 17 and its byte 3
 * differs" ... */
void reason_sentence(const struct failure *failure, char *text, size_t size);

/* Whether a mechanism that refuses with that error cannot be had here, or at this
 * size: a trial to skip.  Anything else is a fault. */
bool reason_is_refusal(const struct failure *failure);
