/* SPDX-License-Identifier: MIT */
/*
 * What --help prints.
 */
#pragma once

#include <stdio.h>

#include "options/options.h"

/* Writes how to use a command, or, for COMMAND_NONE, the program. */
void options_help(FILE *to, enum command command);
