/* SPDX-License-Identifier: MIT */
#include "remote/line.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__attribute__((format(printf, 2, 3))) static void line_add(struct line *line,
							   const char *format, ...)
{
	const size_t room = sizeof(line->text) - line->length;
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(line->text + line->length, room, format, args);
	va_end(args);
	if (n < 0 || (size_t)n >= room)
		line->bad = true;
	else
		line->length += (size_t)n;
}

void line_begin(struct line *line, const char *word)
{
	line->reading = line->bad = false;
	line->length = 0;
	line_add(line, "%s", word);
}

/* Replaces each %XX in place.  -EPROTO if the text is not what line_text() writes. */
static int text_unescape(char *text)
{
	char *to = text;

	for (; *text; text++) {
		if (*text <= ' ' || *text > '~')
			return -EPROTO;
		*to = *text;
		if (*text == '%') {
			const char hex[3] = {text[1], text[1] ? text[2] : '\0'};

			*to = (char)strtoul(hex, NULL, 16);
			if (strspn(hex, "0123456789ABCDEF") != 2 || !*to)
				return -EPROTO;
			text += 2;
		}
		to++;
	}
	*to = '\0';
	return 0;
}

void line_open(struct line *line, char *text)
{
	line->reading = true;
	line->bad = false;
	line->word = strsep(&text, " ");
	line->rest = text;
}

/* The value of the next field, if that is its key. */
static const char *line_take(struct line *line, const char *key)
{
	char *value = strsep(&line->rest, " ");

	if (value && strcmp(strsep(&value, "="), key) == 0 && value &&
	    text_unescape(value) == 0)
		return value;
	line->bad = true;
	return "";
}

const char *line_text(struct line *line, const char *key, const char *text)
{
	if (line->reading)
		return line_take(line, key);
	line_add(line, " %s=", key);
	for (const char *at = text; *at; at++) {
		const bool plain = *at > ' ' && *at < 127 && *at != '%';

		line_add(line, plain ? "%c" : "%%%02X", (unsigned char)*at);
	}
	return text;
}

void line_array(struct line *line, const char *key, char *text, size_t size)
{
	const char *found = line_text(line, key, text);

	if (line->reading)
		snprintf(text, size, "%s", found);
}

unsigned line_choice(struct line *line, const char *key, unsigned value, name_fn *name)
{
	const char *text = line_text(line, key, name(value));

	for (value = 0; name(value); value++)
		if (strcmp(text, name(value)) == 0)
			return value;
	line->bad = true;
	return 0;
}

/*
 * The parts of a field whose value has been begun by line_text().  Of a line that is
 * read, *at is where the part should begin, and is moved past it.
 */

static void value_comma(struct line *line, const char **at, size_t before)
{
	if (before == 0)
		return;
	if (!line->reading)
		line_add(line, ",");
	else if (**at == ',')
		(*at)++;
	else
		line->bad = true;
}

static uint64_t value_count(struct line *line, const char **at, uint64_t count,
			    uint64_t max)
{
	char *end;

	if (!line->reading) {
		line_add(line, "%" PRIu64, count);
		return count;
	}
	errno = 0;
	count = strtoull(*at, &end, 10);
	/* strtoull() also accepts blanks and signs. */
	line->bad |= !isdigit((unsigned char)**at) || errno != 0 || count > max;
	*at = end;
	return count;
}

static double value_number(struct line *line, const char **at, double number)
{
	char *end;

	if (!line->reading) {
		if (isfinite(number))
			line_add(line, "%.17g", number);
		else
			line_add(line, "-");
		return number;
	}
	if (**at == '-' && ((*at)[1] == ',' || !(*at)[1])) {
		(*at)++;
		return NAN;
	}
	number = strtod(*at, &end);
	/* strtod() also accepts blanks, hexadecimal digits, "nan" and "inf". */
	line->bad |=
		end == *at || end > *at + strspn(*at, "0123456789+-.e") || isinf(number);
	*at = end;
	return number;
}

uint64_t line_count(struct line *line, const char *key, uint64_t count, uint64_t min,
		    uint64_t max)
{
	const char *at = line_text(line, key, "");

	count = value_count(line, &at, count, max);
	line_check(line, !*at && count >= min);
	return line->bad ? 0 : count;
}

void line_numbers(struct line *line, const char *key, double *numbers, size_t count)
{
	const char *at = line_text(line, key, "");

	for (size_t i = 0; i < count; i++) {
		value_comma(line, &at, i);
		numbers[i] = value_number(line, &at, numbers[i]);
	}
	line_check(line, !*at);
}

void line_counts(struct line *line, const char *key, uint32_t *counts, size_t count)
{
	const char *at = line_text(line, key, "");

	for (size_t i = 0; i < count; i++) {
		value_comma(line, &at, i);
		counts[i] = (uint32_t)value_count(line, &at, counts[i], UINT32_MAX);
	}
	line_check(line, !*at);
}

int line_end(struct line *line)
{
	if (!line->reading) {
		line_add(line, "\n");
		return line->bad ? -EMSGSIZE : 0;
	}
	return line->bad || line->rest ? -EPROTO : 0;
}
