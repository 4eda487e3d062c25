/* SPDX-License-Identifier: MIT */
/*
 * Another program as a child, which this one speaks to over the child's standard input
 * and output, and which does not outlive it.
 */
#pragma once

#include <sys/types.h>

#include "pair/supervisor.h"

struct launch {
	pid_t pid; /* 0: it does not run */
	int to;	   /* its standard input; does not block */
	int from;  /* its standard output */
};

/*
 * Runs argv, which ends with NULL and begins with a path or with a name to be looked for
 * where commands are.  It may use all CPUs that this program may, and its standard error
 * goes where this program's does.  The signals that stop this program are blocked in it:
 * what tells it is the end of its input.  Returns 0 or -errno, also when exec fails.
 */
int launch_start(const struct supervisor *sv, const char *const *argv,
		 struct launch *ret);

/* Ends its input, kills it unless it ends within half a second, and reaps it.  Accepts a
 * zeroed one. */
void launch_stop(struct launch *launch);
