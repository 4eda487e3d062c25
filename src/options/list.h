/* SPDX-License-Identifier: MIT */
/*
 * Lists as people write them, separated by commas, and words out of a fixed set.
 *
 * Parsers return 0, or -EINVAL and @why as those of number.h do; they may then have added
 * a part of the list.  They add only what the list does not hold yet, at its end, so
 * start from a zeroed one.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "base/words.h"
#include "options/number.h"

enum { TEXT_LIST_MAX = 64 };

struct text_list {
	size_t count;
	uint64_t at[TEXT_LIST_MAX];
};

struct text_words {
	size_t count;
	char at[TEXT_LIST_MAX][TEXT_WORD_SIZE];
};

/* A list of numbers and of ranges: 64..1M stands for 64 and its doubles, 64..1M*4 for 64
 * and its fourfolds.  Both ends always belong to a range. */
int list_parse(const char *text, number_fn *read, struct text_list *ret,
	       char why[static WHY_SIZE]);

/* One of the words that @name gives, or a list of them; stores their values. */
int choice_parse(const char *text, name_fn *name, unsigned *ret,
		 char why[static WHY_SIZE]);
int choices_parse(const char *text, name_fn *name, struct text_list *ret,
		  char why[static WHY_SIZE]);

/* A list of any words. */
int words_parse(const char *text, struct text_words *ret, char why[static WHY_SIZE]);
