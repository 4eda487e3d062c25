/* SPDX-License-Identifier: MIT */
/*
 * Numbers as people write them.
 *
 * Parsers return 0, or -EINVAL and then in @why one line: what is wrong with the text and
 * what would be right.  A parser that fails stores no number.
 */
#pragma once

#include <stdint.h>

enum { TEXT_WHY_SIZE = 200 };

/* A whole number from 1 to @max. */
int text_parse_count(const char *text, uint64_t max, uint64_t *ret,
		     char why[static TEXT_WHY_SIZE]);

struct text_scale {
	unsigned thousand;     /* what K stands for: 1000 or 1024 */
	uint64_t most;	       /* the largest number that is accepted ... */
	const char *most_text; /* ... and how it is written */
};

/* A whole number from 1 on: digits, then K, M or G or nothing. */
int text_parse_scaled(const char *text, const struct text_scale *scale, uint64_t *ret,
		      char why[static TEXT_WHY_SIZE]);

/* A share of up to 100%, with its sign: 2% stores 0.02. */
int text_parse_percent(const char *text, double *ret, char why[static TEXT_WHY_SIZE]);

/* A time from 1 ns to 10000 h: 20us, 200ms, 5s, 1.5m, 1h; without a unit, seconds. */
int text_parse_duration(const char *text, uint64_t *ret_ns,
			char why[static TEXT_WHY_SIZE]);

/* Writes @why and returns -EINVAL. */
int text_refuse(char why[static TEXT_WHY_SIZE], const char *format, ...)
	__attribute__((format(printf, 2, 3)));
