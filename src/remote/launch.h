/* SPDX-License-Identifier: MIT */
/*
 * Another program as a child that is spoken to over its standard input and output,
 * and that does not outlive this one.
 */
#pragma once

#include <sys/types.h>

#include "pair/supervisor.h"

struct launch {
	pid_t pid; /* 0: it does not run */
	int to;	   /* its standard input; does not block */
	int from;  /* its standard output; does not block */
};

/*
 * Runs argv, NULL last: a path, or a name that is looked for where commands are.  It
 * may run where this program may, and what it says on standard error is seen by the
 * user.  Signals that stop this program are kept from it: its input ends then.
 * Returns 0 or -errno, that of exec included.
 */
int launch_start(const struct supervisor *sv, const char *const *argv,
		 struct launch *ret);

/* Ends its input, kills it unless it has ended in a moment, and reaps it.  Accepts a
 * zeroed one. */
void launch_stop(struct launch *launch);
