/* SPDX-License-Identifier: MIT */
/*
 * A round of one group: fresh pairs of processes for all its cases, alive at the same
 * time, take turns slice by slice in random order.
 *
 * On a machine that other things run on, only what is measured within a few milliseconds
 * of each other can be compared: see docs/method.md.
 */
#pragma once

#include "figures/trial.h"
#include "run/conduct.h"

/* The pairs of a group in one round. */
struct members;

/*
 * Opens the pairs of the cases of count trials, which trial_init() made, with what
 * earlier rounds have found of the cases.  They sleep until they are measured: so those
 * of the next group can grow old meanwhile.  Those that cannot be opened are tried once
 * more then.  Returns 0, -EINTR if the user wants to stop, or -ENOMEM.  In any case *ret
 * is for round_abandon(); round and trials must outlive it.
 */
int round_open(const struct round *round, struct trial *trials, size_t count,
	       struct members **ret);

/*
 * Measures the trials once, fills them in whatever comes of them, and closes the pairs.
 * A round in which the machine was suspended is measured again, three times at most.
 * Returns as round_open() does; the trials are the caller's to free in any case.
 */
int round_measure(struct members *members);

/* Closes what is still open, and frees the members.  Accepts NULL. */
void round_abandon(struct members *members);

/* All of this at once. */
int round_run(const struct round *round, struct trial *trials, size_t count);
