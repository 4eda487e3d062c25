/* SPDX-License-Identifier: MIT */
/*
 * What about a machine distorts the results.  Pure.
 *
 * A warning follows from known facts only.  A missing fact equals nothing and exceeds
 * nothing, so it never causes one: an empty governor file is not a wrong governor.
 */
#pragma once

#include <stddef.h>

#include "machine/facts.h"

enum { WARNINGS_MAX = 16 };

struct warning {
	const char *slug;
	char text[256];	 /* what is the case, and how it affects the results */
	const char *fix; /* the line to type, or what to do instead */
};

/* Start from a zeroed one. */
struct warnings {
	struct warning at[WARNINGS_MAX];
	size_t count;
};

/* Adds all that follows from the facts. */
void warnings_add(struct warnings *warnings, const struct facts *facts);
