/* SPDX-License-Identifier: MIT */
/*
 * Sizes, times and rates as people read them.
 */
#pragma once

#include <stdint.h>

enum {
	TEXT_WORD_SIZE = 48, /* of a name or another word, including its NUL */
	TEXT_SIZE = 32,	     /* of what the functions below write */
};

/* 1024G: no message is larger, and rounding up or doubling cannot overflow. */
#define TEXT_BYTES_MAX (UINT64_C(1) << 40)

/* These write into @text and return it; NaN and infinity are "-". */
const char *text_format_size(char text[static TEXT_SIZE], uint64_t bytes); /* 64K */
const char *text_format_duration(char text[static TEXT_SIZE], double ns);  /* 6.31 us */
const char *text_format_frequency(char text[static TEXT_SIZE], double per_s); /* 3 M/s */
const char *text_format_rate(char text[static TEXT_SIZE],
			     double bytes_per_s); /* 3.7 GB/s, 1000-based */
