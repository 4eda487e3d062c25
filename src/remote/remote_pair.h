/* SPDX-License-Identifier: MIT */
/*
 * The kind of pair in which other programs take part: for cases with an agent or a peer.
 */
#pragma once

#include "pair/kind.h"

extern const struct pair_kind pair_remote;
