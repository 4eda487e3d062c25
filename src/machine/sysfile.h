/* SPDX-License-Identifier: MIT */
/*
 * Small text files of /proc and /sys.
 *
 * Readers take the path as a printf format, so that callers can prepend the root of a
 * made-up tree, "" for this machine.  They return 0, or -errno if the file is missing,
 * empty, unreadable or malformed, and then store nothing.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* The directory of a CPU: the arguments are the root and the CPU's number. */
#define SYSFILE_CPU "%s/sys/devices/system/cpu/cpu%d"

/*
 * The text after "@key:" in a file of such lines, such as /proc/cpuinfo, of several the
 * first; if @key is NULL, the first line.  Without the white space around it, and cut to
 * @size - 1 bytes.  Returns -ENODATA if there is no such line, or no text in it.
 */
int sysfile_text(const char *key, char *text, size_t size, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* The decimal integer that a file starts with.  Returns -EINVAL if there is none. */
int sysfile_number(long long *number, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Whether @line contains @word, between blanks or at its ends. */
bool sysfile_has_word(const char *line, const char *word);
