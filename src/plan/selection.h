/* SPDX-License-Identifier: MIT */
/*
 * Mechanisms by name: the name of one, of a family, a shell pattern, or all.
 */
#pragma once

#include <stdbool.h>

#include "mechanism.h"
#include "options/options.h"

/* Whether a mechanism is one of those that the user named; without names all are. */
bool selection_has(const struct text_words *names, const struct mechanism *m);

/* Returns 0, or -EINVAL and one line in @message if a name stands for no mechanism. */
int selection_check(const struct text_words *names, char message[static MESSAGE_SIZE]);
