/* SPDX-License-Identifier: MIT */
/*
 * Values as people write them: numbers, words out of a fixed set, and lists separated by
 * commas.
 *
 * Parsers return 0, or -EINVAL and then in @why one line: what is wrong with the text and
 * what would be right.  A parser that fails stores nothing, but may have added a part of
 * a list.  Lists take only what they do not hold yet, at their end, so start from a
 * zeroed one.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "base/words.h"

enum { MESSAGE_SIZE = 400, TEXT_LIST_MAX = 64 };

struct text_list {
	size_t count;
	uint64_t at[TEXT_LIST_MAX];
};

struct text_words {
	size_t count;
	char at[TEXT_LIST_MAX][TEXT_WORD_SIZE];
};

/* A number with a unit. */
typedef int number_fn(const char *text, uint64_t *ret, char why[static MESSAGE_SIZE]);

/* Bytes, from 1 to TEXT_BYTES_MAX: digits, then K, M or G, 1024-based, or nothing. */
number_fn size_parse;

/* A rate per second, from 1 to 1G: the same, 1000-based. */
number_fn rate_parse;

/* A time in ns, from 1 ns to 10000 h: 20us, 200ms, 5s, 1.5m, 1h; without a unit,
 * seconds. */
number_fn duration_parse;

/* A whole number from 1 to @max. */
int count_parse(const char *text, uint64_t max, uint64_t *ret,
		char why[static MESSAGE_SIZE]);

/* A share of up to 100%, with its sign: 2% stores 0.02. */
int percent_parse(const char *text, double *ret, char why[static MESSAGE_SIZE]);

/* One of the words that @name gives; stores its value. */
int choice_parse(const char *text, name_fn *name, unsigned *ret,
		 char why[static MESSAGE_SIZE]);

/*
 * A list of the words that @name gives; or, if it is NULL, of numbers and of ranges:
 * 64..1M stands for 64 and its doubles, 64..1M*4 for 64 and its fourfolds.  Both ends
 * always belong to a range.
 */
int list_parse(const char *text, number_fn *read, name_fn *name, struct text_list *ret,
	       char why[static MESSAGE_SIZE]);

bool text_list_has(const struct text_list *list, uint64_t value);
bool text_words_have(const struct text_words *words, const char *word);

/* A list of any words. */
int words_parse(const char *text, struct text_words *ret, char why[static MESSAGE_SIZE]);

/* Writes one line, in which control characters are "?", and returns -EINVAL. */
int refuse(char message[static MESSAGE_SIZE], const char *format, ...)
	__attribute__((format(printf, 2, 3)));
