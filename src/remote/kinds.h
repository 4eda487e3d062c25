/* SPDX-License-Identifier: MIT */
/*
 * The kinds of pair in which other programs take part: what the kind of a case points to.
 */
#pragma once

#include "pair/kind.h"

/* Both sides are hosted by an agent on this machine, the program case.agent. */
extern const struct pair_kind pair_hosted;

/* The client is this program's, and the server where case.peer says. */
extern const struct pair_kind pair_split;
