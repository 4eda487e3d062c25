/* SPDX-License-Identifier: MIT */
/*
 * What was written of a line of the agents' protocol, read again.
 */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "remote/line.h"

/* Ends a line, and begins to read it, as the other end would. */
static inline void line_read_back(struct line *line)
{
	assert_int_equal(line_end(line), 0);
	assert_int_equal(line->text[line->length - 1], '\n');
	line->text[line->length - 1] = '\0';
	line_open(line, line->text);
}
