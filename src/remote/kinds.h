/* SPDX-License-Identifier: MIT */
/*
 * The kinds of pair that another program has a part in: what a case's kind points to.
 */
#pragma once

#include "pair/kind.h"

/* Both sides are an agent's, a program's that is run on this machine: case.agent. */
extern const struct pair_kind pair_hosted;

/* The client is ours, the server is where case.peer says. */
extern const struct pair_kind pair_split;
