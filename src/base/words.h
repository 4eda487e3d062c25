/* SPDX-License-Identifier: MIT */
/*
 * The words for the enums of mechanism.h and job.h, on the command line, in the CSV and
 * between agents.
 */
#pragma once

#include "job.h"
#include "mechanism.h"

/* The words for the values 0, 1, 2 and so on; NULL past the last. */
typedef const char *name_fn(unsigned value);

static inline const char *pattern_name(unsigned pattern)
{
	static const char *const names[PATTERN_COUNT + 1] = {"round-trip", "stream",
							     "paced"};

	return names[pattern];
}

static inline const char *touch_name(unsigned touch)
{
	static const char *const names[TOUCH_COUNT + 1] = {"full", "none"};

	return names[touch];
}

static inline const char *wait_name(unsigned wait)
{
	static const char *const names[WAIT_COUNT + 1] = {"block", "spin", "yield",
							  "hybrid"};

	return names[wait];
}

static inline const char *setting_name(unsigned setting)
{
	static const char *const names[SETTING_COUNT] = {"buffer", "depth", "chunk",
							 "spin"};

	return names[setting];
}

static inline const char *side_name(enum side side)
{
	return side == CLIENT ? "client" : "server";
}
