/* SPDX-License-Identifier: MIT */
/*
 * Processes that probe mechanisms at the same time, as many as there are CPUs.  Those of
 * a family are probed one after the other: they share the limits on what a user may have.
 */
#pragma once

#include "list/probe.h"
#include "options/options.h"

struct probers;

/* Starts to probe the mechanisms that are selected.  Returns 0 or -errno; either way the
 * probers, or NULL, are to be ended by probers_end(). */
int probers_start(struct supervisor *sv, const struct options *o, bool thorough,
		  struct probers **ret);

/* Waits for what is found out about mechanisms[i], which must be selected.  Returns 0 and
 * the findings, which last as long as the probers; -EINTR if the user wants to stop; or
 * another -errno. */
int probers_await(struct probers *probers, size_t i, const struct findings **ret);

/* Accepts NULL. */
void probers_end(struct probers *probers);
