/* SPDX-License-Identifier: MIT */
/*
 * The keeper of a pair: the process in which the mechanism creates what it needs, whose
 * children the sides are, and which undoes everything in the end.  It outlives the
 * supervisor, so that whenever that is killed nothing is left behind: a create() that
 * has begun is finished first.  Only local.c includes this.
 */
#pragma once

#include "pair/side.h"

/* Forks the keeper.  It calls create(), or listen() if only the server is here, forks
 * the sides, stores how that went in p->shared, writes p->done, and sleeps.  Returns 0
 * and p->keeper_fd or -errno. */
int keeper_start(const struct supervisor *sv, struct local_pair *p, unsigned padding);

/* Waits until the keeper has killed the sides and undone everything.  Accepts a keeper
 * that never started. */
void keeper_end(struct local_pair *p);
