/* SPDX-License-Identifier: MIT */
/*
 * Under what conditions a run was made, as its host.json has them: those that may make
 * two runs differ though the mechanisms do not.
 */
#pragma once

#include <stdio.h>

enum {
	CONDITION_COUNT = 23,
	CONDITION_SIZE = 256,
};

struct conditions {
	char values[CONDITION_COUNT][CONDITION_SIZE];
};

/* What a condition is called, for people. */
const char *condition_name(size_t index);

/* Reads a host.json, one key to a line; what is not in it is NOT_AVAILABLE.  Returns 0
 * or -EIO. */
int conditions_read(struct conditions *conditions, FILE *from);
