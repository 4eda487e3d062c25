/* SPDX-License-Identifier: MIT */
/*
 * The conditions of a run, from its host.json: what may make two runs differ though the
 * mechanisms do not.
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

/* The name of a condition, for people. */
const char *condition_name(size_t index);

/* Reads a host.json that has one key on a line; conditions that it does not have are
 * NOT_AVAILABLE.  0 or -EIO. */
int conditions_read(struct conditions *conditions, FILE *from);
