/* SPDX-License-Identifier: MIT */
/*
 * Small text files of /proc and /sys.
 *
 * The readers take the path as a printf format, so that callers can put the root
 * of a made-up tree in front ("" is this machine).  A file that is missing,
 * empty, unreadable or oddly formed is an error, never a value.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* The directory of a CPU: the arguments are the root and the CPU's number. */
#define SYSFILE_CPU "%s/sys/devices/system/cpu/cpu%d"

/*
 * The first line of a file, white space at its ends removed.  A longer line is
 * cut to @size - 1 bytes.  Returns -ENODATA when there is no text in it.
 */
int sysfile_line(char *line, size_t size, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The decimal integer a file starts with.  Returns -EINVAL when there is none. */
int sysfile_number(long long *number, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * What follows "@key:" in a file of such lines, as /proc/cpuinfo is one; the
 * first of several.  Returns -ENODATA when no line has that key and a value.
 */
int sysfile_field(const char *key, char *value, size_t size, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Whether @word stands in @line between blanks or at its ends. */
bool sysfile_has_word(const char *line, const char *word);
