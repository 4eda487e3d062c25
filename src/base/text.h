/* SPDX-License-Identifier: MIT */
/*
 * From text to values and back: how people write sizes, times and lists.
 *
 * Parsers return 0, or -EINVAL and then leave in @why, one line of at most
 * TEXT_WHY_SIZE bytes, what is wrong with the text and what would be right.
 * A failed parser may have written a part of its result.
 *
 * A list is separated by commas.  Parsing adds to it what it does not hold yet,
 * so start from a zeroed one; the order is kept.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum {
	TEXT_LIST_MAX = 64,
	TEXT_WORD_SIZE = 48, /* of a word or list item, its NUL included */
	TEXT_WHY_SIZE = 200,
	TEXT_SIZE = 32, /* of what the text_format functions write */
};

/* 1024G: no message is larger, and rounding up or doubling cannot overflow. */
#define TEXT_BYTES_MAX (UINT64_C(1) << 40)

struct text_list {
	size_t count;
	uint64_t at[TEXT_LIST_MAX];
};

struct text_words {
	size_t count;
	char at[TEXT_LIST_MAX][TEXT_WORD_SIZE];
};

/* The words for values 0, 1, 2 ...; NULL past the last. */
typedef const char *text_name_fn(unsigned value);

/* Bytes, 1 to TEXT_BYTES_MAX: digits, then K, M or G (1024-based) or nothing. */
int text_parse_size(const char *text, uint64_t *ret, char why[static TEXT_WHY_SIZE]);

/* A list of sizes and ranges: 64..1M doubles from 64 on, 64..1M*4 takes every
 * fourfold.  Both ends belong to a range, whether the steps meet the last or not. */
int text_parse_sizes(const char *text, struct text_list *ret,
		     char why[static TEXT_WHY_SIZE]);

/* The same for numbers per second, up to 1G, 1000-based. */
int text_parse_rates(const char *text, struct text_list *ret,
		     char why[static TEXT_WHY_SIZE]);

/* A whole number from 1 to @max. */
int text_parse_count(const char *text, uint64_t max, uint64_t *ret,
		     char why[static TEXT_WHY_SIZE]);

/* A share of up to 100%, which must have its sign: 2% stores 0.02. */
int text_parse_percent(const char *text, double *ret, char why[static TEXT_WHY_SIZE]);

/* A time of 1 ns to 10000 h: 20us, 200ms, 5s, 1.5m, 1h; without a unit, seconds. */
int text_parse_duration(const char *text, uint64_t *ret_ns,
			char why[static TEXT_WHY_SIZE]);

int text_parse_durations(const char *text, struct text_list *ret,
			 char why[static TEXT_WHY_SIZE]);

/* One of the words @name gives, or a list of them, as their values. */
int text_parse_choice(const char *text, text_name_fn *name, unsigned *ret,
		      char why[static TEXT_WHY_SIZE]);
int text_parse_choices(const char *text, text_name_fn *name, struct text_list *ret,
		       char why[static TEXT_WHY_SIZE]);

/* A list of any words. */
int text_parse_words(const char *text, struct text_words *ret,
		     char why[static TEXT_WHY_SIZE]);

/* Write for people, and return @text. */
const char *text_format_size(char text[static TEXT_SIZE], uint64_t bytes); /* 64K */
const char *text_format_duration(char text[static TEXT_SIZE], double ns);  /* 6.31 us */
const char *text_format_rate(char text[static TEXT_SIZE],
			     double bytes_per_s); /* 3.7 GB/s, 1000-based */
