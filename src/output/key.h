/* SPDX-License-Identifier: MIT */
/*
 * The key: the columns that describe a case, in all result files.
 */
#pragma once

#include <stdbool.h>

#include "plan/case.h"

/* First the columns that all files begin with, in their order; then those just before
 * the last, which files of older versions do not have. */
enum key {
	KEY_MECHANISM,
	KEY_FAMILY,
	KEY_PATTERN,
	KEY_SIZE,
	KEY_PLACEMENT,
	KEY_CLIENT_CPU,
	KEY_SERVER_CPU,
	KEY_WAIT,
	KEY_TOUCH,
	KEY_PAIRS,
	KEY_RATE,
	KEY_BUFFER_REQUESTED,
	KEY_BUFFER_GRANTED,
	KEY_VARIANT,
	KEY_DEPTH_REQUESTED,
	KEY_DEPTH_GRANTED,
	KEY_CHUNK_REQUESTED,
	KEY_CHUNK_GRANTED,
	KEY_SPIN_REQUESTED,
	KEY_SPIN_GRANTED,
	KEY_PROGRAM,
	KEY_ARM,
	KEY_COUNT,
};

/* The value of a column of the key: a text or a number. */
struct key_value {
	const char *text; /* NULL: a number */
	double number;	  /* NaN if it is missing */
};

const char *key_name(enum key key);
bool key_is_number(enum key key);

/* The key of a case.  granted counts only if the case was measured. */
void key_fill(struct key_value values[static KEY_COUNT], const struct ipc_case *c,
	      const size_t granted[static SETTING_COUNT], bool measured);
