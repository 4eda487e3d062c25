/* SPDX-License-Identifier: MIT */
/*
 * How to set what tune advises, and how to check it.
 */
#pragma once

#include <stdio.h>

#include "plan/case.h"

/* " buffer 64K, depth 16": the settings that are not 0. */
void print_settings(FILE *to, const size_t settings[static SETTING_COUNT]);

/* How a program sets the knob to the value: the knob's text with the value in it. */
void print_how(FILE *to, const struct knob *knob, size_t value);

/* The command that compares the settings asked for in c with the default. */
void print_check(FILE *to, const struct ipc_case *c);
