/* SPDX-License-Identifier: MIT */
/*
 * The list of all mechanisms, in the order of meson.build.
 */
#pragma once

#include <stddef.h>

#include "mechanism.h"

extern const struct mechanism *const mechanisms[];
extern const size_t mechanism_count;

/* The mechanism of that name, or NULL. */
const struct mechanism *mechanism_find(const char *name);
