/* SPDX-License-Identifier: MIT */
/*
 * The kernel reports some errors at read() and not at open(): a file of an offline CPU or
 * of a removed cgroup can be opened but not read.
 */
#include "machine/sysfile.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Copies @text without the white space around it; control characters become blanks. */
static int text_copy(char *to, size_t size, const char *text)
{
	size_t length;

	text += strspn(text, " \t\n");
	length = strlen(text);
	while (length && isspace((unsigned char)text[length - 1]))
		length--;
	if (!length)
		return -ENODATA;
	snprintf(to, size, "%.*s", (int)length, text);
	for (; *to; to++)
		if (iscntrl((unsigned char)*to))
			*to = ' ';
	return 0;
}

/* The text after "@key", blanks and ":", or NULL if @line has another key. */
static const char *field_match(const char *line, const char *key)
{
	size_t length = strlen(key);

	if (strncmp(line, key, length) != 0)
		return NULL;
	line += length;
	line += strspn(line, " \t");
	return *line == ':' ? line + 1 : NULL;
}

int sysfile_text(const char *key, char *text, size_t size, const char *format, ...)
{
	char path[PATH_MAX], *line = NULL;
	size_t capacity = 0;
	int r = -ENODATA;
	va_list args;
	FILE *file;

	va_start(args, format);
	vsnprintf(path, sizeof(path), format, args);
	va_end(args);
	file = fopen(path, "re");
	if (!file)
		return -errno;
	while (r == -ENODATA && getline(&line, &capacity, file) >= 0) {
		const char *value = key ? field_match(line, key) : line;

		if (value)
			r = text_copy(text, size, value);
		if (!key)
			break;
	}
	if (ferror(file))
		r = -EIO;
	free(line);
	fclose(file);
	return r;
}

int sysfile_number(long long *number, const char *format, ...)
{
	char path[PATH_MAX], line[64], *end;
	long long parsed;
	va_list args;
	int r;

	va_start(args, format);
	vsnprintf(path, sizeof(path), format, args);
	va_end(args);
	r = sysfile_text(NULL, line, sizeof(line), "%s", path);
	if (r < 0)
		return r;

	errno = 0;
	parsed = strtoll(line, &end, 10);
	if (errno || end == line)
		return -EINVAL;
	*number = parsed;
	return 0;
}

bool sysfile_has_word(const char *line, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = line; (at = strstr(at, word)); at += length) {
		if ((at == line || at[-1] == ' ') && (!at[length] || at[length] == ' '))
			return true;
	}
	return false;
}
