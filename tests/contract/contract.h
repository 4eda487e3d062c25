/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>

#include "mechanism.h"

/* Mechanisms that do to a message what none should. */
extern const struct mechanism *const broken[];
extern const size_t broken_count;
