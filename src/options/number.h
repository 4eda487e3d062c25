/* SPDX-License-Identifier: MIT */
/*
 * Numbers as people write them.
 *
 * Parsers return 0, or -EINVAL and then in @why one line: what is wrong with the text and
 * what would be right.  A parser that fails stores no number.
 */
#pragma once

#include <stdint.h>

enum { WHY_SIZE = 200 };

/* A number with a unit. */
typedef int number_fn(const char *text, uint64_t *ret, char why[static WHY_SIZE]);

/* Bytes, from 1 to TEXT_BYTES_MAX: digits, then K, M or G, 1024-based, or nothing. */
number_fn size_parse;

/* A rate per second, from 1 to 1G: the same, 1000-based. */
number_fn rate_parse;

/* A time in ns, from 1 ns to 10000 h: 20us, 200ms, 5s, 1.5m, 1h; without a unit,
 * seconds. */
number_fn duration_parse;

/* A whole number from 1 to @max. */
int count_parse(const char *text, uint64_t max, uint64_t *ret, char why[static WHY_SIZE]);

/* A share of up to 100%, with its sign: 2% stores 0.02. */
int percent_parse(const char *text, double *ret, char why[static WHY_SIZE]);

/* Writes @why and returns -EINVAL. */
int value_refuse(char why[static WHY_SIZE], const char *format, ...)
	__attribute__((format(printf, 2, 3)));
