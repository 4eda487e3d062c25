/* SPDX-License-Identifier: MIT */
/*
 * What tune says of settings, as text.  Pure.
 */
#pragma once

#include "base/text.h"
#include "plan/case.h"

enum { TUNE_TEXT_SIZE = 400 };

/* "64K", "16", "20 us": a value of a setting as people write it.  Returns text. */
const char *tune_format_value(char text[static TEXT_SIZE], enum setting setting,
			      size_t value);

/* How a program sets the knob to the value: its text, VALUE put in. */
const char *tune_how(char text[static TUNE_TEXT_SIZE], const struct knob *knob,
		     size_t value);

/* The command that compares the settings asked for in c with the default. */
const char *tune_check(char text[static TUNE_TEXT_SIZE], const struct ipc_case *c);
