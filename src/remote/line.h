/* SPDX-License-Identifier: MIT */
/*
 * A line of the agents' protocol, made and taken apart: a word, then fields
 * key=value, each after one space.  What is not a printable ASCII letter, and %,
 * is written %XX in a value.  Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/words.h"

enum {
	LINE_SIZE = 128 * 1024, /* a slice's samples fit in; its end and NUL included */
	LINE_FIELDS = 24,
};

/* A line that is being made. */
struct line {
	size_t length;
	bool full; /* something did not fit */
	char text[LINE_SIZE];
};

void line_begin(struct line *line, const char *word);
void line_text(struct line *line, const char *key, const char *value);
void line_count(struct line *line, const char *key, uint64_t value);

/* Not a number is written as a minus. */
void line_numbers(struct line *line, const char *key, const double *values, size_t count);
void line_counts(struct line *line, const char *key, const uint32_t *values,
		 size_t count);

/* Adds the line's end.  0, or -EMSGSIZE if it became too long. */
int line_end(struct line *line);

/*
 * A line that is being read.  The functions take a field each; where it is missing
 * or not as it must be they return 0 or "", and fields_end() tells.
 */
struct fields {
	const char *word;
	size_t count;
	bool bad;
	struct {
		const char *key;
		char *value;
		bool taken;
	} at[LINE_FIELDS];
};

/* Takes apart a line without its end, which it changes and goes on pointing to.
 * -EPROTO if it is none. */
int fields_split(char *line, struct fields *ret);

const char *fields_text(struct fields *fields, const char *key);
uint64_t fields_count(struct fields *fields, const char *key, uint64_t min, uint64_t max);

/* The value of one of the words that @name gives. */
unsigned fields_choice(struct fields *fields, const char *key, name_fn *name);

/* Exactly that many numbers; NaN for each minus. */
void fields_numbers(struct fields *fields, const char *key, double *ret, size_t count);

/* Up to @max numbers; returns how many. */
size_t fields_counts(struct fields *fields, const char *key, uint32_t *ret, size_t max);

/* 0, or -EPROTO if a field was missing, wrong, there twice or not asked for. */
int fields_end(const struct fields *fields);
