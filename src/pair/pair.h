/* SPDX-License-Identifier: MIT */
/*
 * A pair of processes that measure one case.  It is opened, runs slices on command, and
 * is closed; between slices both processes sleep.
 */
#pragma once

#include "pair/kind.h"

/*
 * Starts both processes of a case and waits until they are ready.  @padding moves their
 * stacks, in bytes.  Returns 0 and the pair, to be ended by pair_close(); or -errno and
 * the failure, with nothing left.  -EINTR: the user wants to stop.
 */
int pair_open(struct supervisor *sv, const struct ipc_case *c, unsigned padding,
	      struct pair **ret, struct failure *failure);

/*
 * Runs one slice: @count samples, at most PAIR_SAMPLES_MAX, of @batch messages each;
 * batch is 1 if the case is paced.  Returns 0 and the outcome; or -errno and the
 * failure, and then the pair can only be closed.
 */
int pair_run(struct supervisor *sv, struct pair *p, uint32_t count, uint32_t batch,
	     struct outcome *ret, struct failure *failure);

/* Kills and reaps both processes and undoes all that was made.  Accepts NULL. */
void pair_close(struct pair *p);
