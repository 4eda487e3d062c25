/* SPDX-License-Identifier: MIT */
/*
 * The keeper of a pair: the process that has the mechanism make what it needs, that the
 * sides are children of, and that undoes it all.  It outlives its supervisor, so that
 * there is no moment at which to kill that would leave something behind; not even in
 * the middle of create(), which is finished first.  Only local.c knows.
 */
#pragma once

#include "pair/side.h"

/* Forks it.  It calls create() or, for a half, listen(), forks the sides, stores in
 * p->shared->made what came of that, writes p->done, and sleeps.  Returns 0 and
 * p->keeper_fd or -errno. */
int keeper_start(const struct supervisor *sv, struct local_pair *p, unsigned padding);

/* Has it kill the sides and undo all that was made, and waits for that.  Accepts one
 * that never started. */
void keeper_end(struct local_pair *p);
