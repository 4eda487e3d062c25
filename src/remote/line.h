/* SPDX-License-Identifier: MIT */
/*
 * A line of the agents' protocol: a word, then fields key=value, each after one space.
 * In a value, % and everything but printable ASCII is written as %XX.  Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/words.h"

enum {
	LINE_SIZE = 128 * 1024, /* with its end and NUL; enough for a slice's samples */
	LINE_FIELDS = 24,
};

/* A line that is being written. */
struct line {
	size_t length;
	bool full; /* something did not fit */
	char text[LINE_SIZE];
};

void line_begin(struct line *line, const char *word);
void line_text(struct line *line, const char *key, const char *value);
void line_count(struct line *line, const char *key, uint64_t value);

/* A NaN is written as a minus sign. */
void line_numbers(struct line *line, const char *key, const double *values, size_t count);
void line_counts(struct line *line, const char *key, const uint32_t *values,
		 size_t count);

/* Adds the line's end.  Returns 0, or -EMSGSIZE if it has become too long. */
int line_end(struct line *line);

/*
 * A line that is being read.  Each function below takes one field.  If it is missing or
 * has another form, the function returns 0 or "", and fields_end() will fail.
 */
struct fields {
	const char *word;
	size_t count;
	bool bad; /* fields_end() is to fail */
	struct {
		const char *key;
		char *value;
		bool taken;
	} at[LINE_FIELDS];
};

/* Splits a line that is without its end.  The fields point into the line, which is
 * changed.  Returns 0, or -EPROTO if it has another form. */
int fields_split(char *line, struct fields *ret);

const char *fields_text(struct fields *fields, const char *key);
uint64_t fields_count(struct fields *fields, const char *key, uint64_t min, uint64_t max);

/* The value whose word this is. */
unsigned fields_choice(struct fields *fields, const char *key, name_fn *name);

/* Exactly @count numbers, NaN for a minus sign. */
void fields_numbers(struct fields *fields, const char *key, double *ret, size_t count);
void fields_counts(struct fields *fields, const char *key, uint32_t *ret, size_t count);

/* Returns 0, or -EPROTO if a field was missing or wrong, or if one is left. */
int fields_end(const struct fields *fields);
