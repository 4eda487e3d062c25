/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>

#include "mechanism.h"

/* Mechanisms that do to a message what none should. */
extern const struct mechanism *const broken[];
extern const size_t broken_count;

/* Lossy ones that do what they may: lose every seventh message that a side sends, or
 * have every eighth that the client sends overtaken by the next. */
#define LOST_EACH 7
#define OVERTAKEN_EACH 8
extern const struct mechanism *const loses, *const overtakes;
