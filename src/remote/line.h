/* SPDX-License-Identifier: MIT */
/*
 * A line of the agents' protocol: a word, then fields key=value, each after one space
 * and in the order of the calls.  In a value, % and everything but printable ASCII is
 * written as %XX.  Pure.
 *
 * A line is written, or read, by the same calls, one for each field.  Of a line that is
 * written they take the value and return it; of one that is read they return what it
 * holds.  If that is missing or out of range, they return 0 or "", and line_end() fails.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/words.h"

/* With its end and NUL; enough for a slice's samples. */
enum { LINE_SIZE = 128 * 1024 };

struct line {
	bool reading;
	bool bad; /* line_end() is to fail */

	/* What is being written. */
	size_t length;
	char text[LINE_SIZE];

	/* What is being read. */
	const char *word;
	char *rest; /* the next fields, or NULL */
};

/* Begins to write. */
void line_begin(struct line *line, const char *word);

/* Begins to read a text that is without its end.  It is changed, and what the calls
 * return points into it. */
void line_open(struct line *line, char *text);

const char *line_text(struct line *line, const char *key, const char *text);
uint64_t line_count(struct line *line, const char *key, uint64_t count, uint64_t min,
		    uint64_t max);

/* The value of which this is the word. */
unsigned line_choice(struct line *line, const char *key, unsigned value, name_fn *name);

/* These store what they read.  A text is cut if need be; of numbers there must be exactly
 * @count, and NaN is written as a minus sign. */
void line_array(struct line *line, const char *key, char *text, size_t size);
void line_numbers(struct line *line, const char *key, double *numbers, size_t count);
void line_counts(struct line *line, const char *key, uint32_t *counts, size_t count);

/* What must be true of a line that is read. */
static inline void line_check(struct line *line, bool right)
{
	line->bad |= line->reading && !right;
}

/* Adds the end of a line that is written, -EMSGSIZE if it has become too long.  Of one
 * that is read, -EPROTO if a field was missing or wrong, or if any is left.  Else 0. */
int line_end(struct line *line);
