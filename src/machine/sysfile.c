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

static int file_open(FILE **file, const char *format, va_list args)
{
	char path[PATH_MAX];
	int n = vsnprintf(path, sizeof(path), format, args);

	if (n < 0 || (size_t)n >= sizeof(path))
		return -ENAMETOOLONG;
	*file = fopen(path, "re");
	return *file ? 0 : -errno;
}

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
	if (length >= size)
		length = size - 1;
	for (size_t i = 0; i < length; i++)
		to[i] = iscntrl((unsigned char)text[i]) ? ' ' : text[i];
	to[length] = '\0';
	return 0;
}

static int line_read(char *line, size_t size, const char *format, va_list args)
{
	char *text = NULL;
	size_t capacity = 0;
	FILE *file;
	int r = file_open(&file, format, args);

	if (r < 0)
		return r;
	if (getline(&text, &capacity, file) < 0)
		r = ferror(file) ? -errno : -ENODATA;
	else
		r = text_copy(line, size, text);
	free(text);
	fclose(file);
	return r;
}

int sysfile_line(char *line, size_t size, const char *format, ...)
{
	va_list args;
	int r;

	va_start(args, format);
	r = line_read(line, size, format, args);
	va_end(args);
	return r;
}

int sysfile_number(long long *number, const char *format, ...)
{
	char line[64], *end;
	long long parsed;
	va_list args;
	int r;

	va_start(args, format);
	r = line_read(line, sizeof(line), format, args);
	va_end(args);
	if (r < 0)
		return r;

	errno = 0;
	parsed = strtoll(line, &end, 10);
	if (errno || end == line)
		return -EINVAL;
	*number = parsed;
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

int sysfile_field(const char *key, char *value, size_t size, const char *format, ...)
{
	char *line = NULL;
	size_t capacity = 0;
	va_list args;
	FILE *file;
	int r;

	va_start(args, format);
	r = file_open(&file, format, args);
	va_end(args);
	if (r < 0)
		return r;

	r = -ENODATA;
	while (r == -ENODATA && getline(&line, &capacity, file) >= 0) {
		const char *text = field_match(line, key);

		if (text)
			r = text_copy(value, size, text);
	}
	free(line);
	fclose(file);
	return r;
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
