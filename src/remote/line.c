/* SPDX-License-Identifier: MIT */
#include "remote/line.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- writing ---- */

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
		line->full = true;
	else
		line->length += (size_t)n;
}

void line_begin(struct line *line, const char *word)
{
	line->length = 0;
	line->full = false;
	line_add(line, "%s", word);
}

void line_text(struct line *line, const char *key, const char *value)
{
	line_add(line, " %s=", key);
	for (; *value; value++) {
		const bool plain = *value > ' ' && *value < 127 && *value != '%';

		line_add(line, plain ? "%c" : "%%%02X", (unsigned char)*value);
	}
}

void line_count(struct line *line, const char *key, uint64_t value)
{
	line_add(line, " %s=%" PRIu64, key, value);
}

void line_numbers(struct line *line, const char *key, const double *values, size_t count)
{
	line_add(line, " %s=", key);
	for (size_t i = 0; i < count; i++) {
		if (isfinite(values[i]))
			line_add(line, "%s%.17g", i ? "," : "", values[i]);
		else
			line_add(line, "%s-", i ? "," : "");
	}
}

void line_counts(struct line *line, const char *key, const uint32_t *values, size_t count)
{
	line_add(line, " %s=", key);
	for (size_t i = 0; i < count; i++)
		line_add(line, "%s%" PRIu32, i ? "," : "", values[i]);
}

int line_end(struct line *line)
{
	line_add(line, "\n");
	return line->full ? -EMSGSIZE : 0;
}

/* ---- reading ---- */

static int hex_digit(char c)
{
	static const char digits[] = "0123456789ABCDEF";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
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
			const int high = hex_digit(text[1]);
			const int low = high < 0 ? -1 : hex_digit(text[2]);

			if (low < 0 || high + low == 0)
				return -EPROTO;
			*to = (char)(high * 16 + low);
			text += 2;
		}
		to++;
	}
	*to = '\0';
	return 0;
}

int fields_split(char *line, struct fields *ret)
{
	memset(ret, 0, sizeof(*ret));
	ret->word = strsep(&line, " ");
	if (!*ret->word)
		return -EPROTO;
	while (line) {
		char *value = strsep(&line, " ");
		const char *key = strsep(&value, "=");

		if (ret->count == LINE_FIELDS || !*key || !value ||
		    text_unescape(value) < 0)
			return -EPROTO;
		ret->at[ret->count].key = key;
		ret->at[ret->count++].value = value;
	}
	return 0;
}

const char *fields_text(struct fields *fields, const char *key)
{
	for (size_t i = 0; i < fields->count; i++) {
		if (fields->at[i].taken || strcmp(fields->at[i].key, key) != 0)
			continue;
		fields->at[i].taken = true;
		return fields->at[i].value;
	}
	fields->bad = true;
	return "";
}

/* Reads digits and, unlike strtoull(), nothing else; moves *at past them. */
static bool digits_read(const char **at, uint64_t max, uint64_t *ret)
{
	const char *first = *at;
	uint64_t n = 0;

	for (; **at >= '0' && **at <= '9'; (*at)++) {
		const unsigned digit = (unsigned)(**at - '0');

		if (digit > max || n > (max - digit) / 10)
			return false;
		n = 10 * n + digit;
	}
	*ret = n;
	return *at > first;
}

uint64_t fields_count(struct fields *fields, const char *key, uint64_t min, uint64_t max)
{
	const char *at = fields_text(fields, key);
	uint64_t n;

	if (digits_read(&at, max, &n) && !*at && n >= min)
		return n;
	fields->bad = true;
	return 0;
}

unsigned fields_choice(struct fields *fields, const char *key, name_fn *name)
{
	const char *text = fields_text(fields, key);

	for (unsigned value = 0; name(value); value++)
		if (strcmp(text, name(value)) == 0)
			return value;
	fields->bad = true;
	return 0;
}

void fields_numbers(struct fields *fields, const char *key, double *ret, size_t count)
{
	const char *at = fields_text(fields, key);

	for (size_t i = 0; i < count; i++) {
		char *end = (char *)at + (at[0] == '-' && (at[1] == ',' || !at[1]));

		ret[i] = NAN;
		if (end == at)
			ret[i] = strtod(at, &end);
		/* strtod() also accepts blanks, hexadecimal digits, "nan" and "inf". */
		if (end == at || end > at + strspn(at, "0123456789+-.e") ||
		    isinf(ret[i]) || *end != (i + 1 < count ? ',' : '\0')) {
			fields->bad = true;
			return;
		}
		at = end + 1;
	}
}

void fields_counts(struct fields *fields, const char *key, uint32_t *ret, size_t count)
{
	const char *at = fields_text(fields, key);
	uint64_t n;

	for (size_t i = 0; i < count; i++) {
		if ((i > 0 && *at++ != ',') || !digits_read(&at, UINT32_MAX, &n)) {
			fields->bad = true;
			return;
		}
		ret[i] = (uint32_t)n;
	}
	fields->bad |= *at != '\0';
}

int fields_end(const struct fields *fields)
{
	for (size_t i = 0; i < fields->count; i++)
		if (!fields->at[i].taken)
			return -EPROTO;
	return fields->bad ? -EPROTO : 0;
}
