/* SPDX-License-Identifier: MIT */
/*
 * The turns of a run's groups in one round: which of them there is time for, and in which
 * order.
 */
#pragma once

#include "run/run.h"

/* Measures the next round of a session, of which that many are done; or, after the last
 * one, what was missed of those before.  Stores how many groups there was time for.
 * Returns as run_measure() does. */
int turns_measure(struct run *run, size_t rounds, bool last, size_t *groups);
