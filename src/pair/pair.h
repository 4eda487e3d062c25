/* SPDX-License-Identifier: MIT */
/*
 * A pair of processes that measure one case: opened, run slice by slice on
 * command, closed.  Between slices both are asleep.  They belong to the supervisor, or
 * to an agent: see agent.h.
 */
#pragma once

#include <stdint.h>

#include "pair/failure.h"
#include "pair/outcome.h"
#include "pair/supervisor.h"
#include "plan/case.h"

struct pair;

/*
 * Starts both processes of a case and waits until they are ready.  Returns 0 and
 * the pair, which pair_close() ends, or -errno with the failure described and
 * nothing left.  -EINTR: the user wants to stop.
 */
int pair_open(struct supervisor *sv, const struct ipc_case *c, unsigned padding,
	      struct pair **ret, struct failure *failure);

/*
 * Runs count samples of batch messages each; at most PAIR_SAMPLES_MAX samples unless
 * it is a stream, and of one message if it is paced.  Returns 0 and the outcome or -errno
 * and the failure, after which the pair is good for nothing but to be closed.
 */
int pair_run(struct supervisor *sv, struct pair *p, uint32_t count, uint32_t batch,
	     struct outcome *ret, struct failure *failure);

/* Makes the server of a case that has something planted busy for so many steps
 * before each reply, from the next slice on. */
void pair_plant(struct pair *p, uint32_t steps);

/* What the mechanism was granted of a setting; 0 if it has no such thing. */
size_t pair_granted(const struct pair *p, enum setting setting);

/* Whether the mechanism made files in the case's directory. */
bool pair_makes_files(const struct pair *p);

/* Connections of strangers that were refused while the sides met. */
uint64_t pair_refused(const struct pair *p);

/* Kills and reaps both processes and undoes all that was made.  Accepts NULL. */
void pair_close(struct pair *p);
