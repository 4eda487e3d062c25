/* SPDX-License-Identifier: MIT */
/*
 * How to set what tune advises, and how to check it, as lines of its report.
 */
#pragma once

#include <stdio.h>

#include "plan/case.h"

/* " buffer 64K, depth 16": the settings that are not 0. */
void print_settings(FILE *to, const size_t settings[static SETTING_COUNT]);

/* "  how: ", and how a program sets the knob to the value. */
void print_how(FILE *to, const struct knob *knob, size_t value);

/* "  check: ", and the command that compares the settings of c with the default. */
void print_check(FILE *to, const struct ipc_case *c);
