/* SPDX-License-Identifier: MIT */
/*
 * strtoull() and strtod() would take signs, blanks, hexadecimal numbers and "inf", so
 * their text is checked first.
 */
#include "options/value.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int refuse(char message[static MESSAGE_SIZE], const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(message, MESSAGE_SIZE, format, args);
	va_end(args);

	/* The message quotes what was typed, and must be one line. */
	for (char *at = message; *at; at++)
		if (iscntrl((unsigned char)*at))
			*at = '?';
	return -EINVAL;
}

/* Reads the whole number that @text starts with and moves past it. */
static int digits_read(const char **text, uint64_t *ret, char *why)
{
	char *end;

	if (!isdigit((unsigned char)**text))
		return refuse(why, "'%.40s' is not a positive whole number", *text);
	errno = 0;
	*ret = strtoull(*text, &end, 10);
	if (errno)
		return refuse(why, "'%.40s' is too large", *text);
	if (*ret == 0)
		return refuse(why, "must be at least 1");
	*text = end;
	return 0;
}

/* Reads the decimal number that @text starts with and moves past it. */
static int decimal_read(const char **text, double *ret, char *why)
{
	size_t length = strspn(*text, "0123456789.");
	char digits[TEXT_WORD_SIZE], *end;

	if (length >= sizeof(digits))
		return refuse(why, "has too many digits");
	memcpy(digits, *text, length);
	digits[length] = '\0';
	*ret = strtod(digits, &end);
	if (end == digits || *end)
		return refuse(why, "'%.40s' is not a positive number", *text);
	*text += length;
	return 0;
}

/* Reads digits, which may be followed by K, M or G; @thousand is what K stands for, and
 * @most_text how @most is written. */
static int scaled_read(const char *text, unsigned thousand, uint64_t most,
		       const char *most_text, uint64_t *ret, char *why)
{
	static const char units[] = "KMG";
	const char *rest = text;
	uint64_t number = 0, factor = 1;
	int r = digits_read(&rest, &number, why);

	if (r < 0)
		return r;
	if (*rest) {
		const char *unit = strchr(units, *rest);

		if (!unit || rest[1])
			return refuse(why,
				      "'%.40s' is not a unit; use K, M or G (%u-based)",
				      rest, thousand);
		for (const char *at = units; at <= unit; at++)
			factor *= thousand;
	}
	if (number > most / factor)
		return refuse(why, "'%.40s' is too large; %s is the most", text,
			      most_text);
	*ret = number * factor;
	return 0;
}

int size_parse(const char *text, uint64_t *ret, char why[static MESSAGE_SIZE])
{
	return scaled_read(text, 1024, TEXT_BYTES_MAX, "1024G", ret, why);
}

int rate_parse(const char *text, uint64_t *ret, char why[static MESSAGE_SIZE])
{
	return scaled_read(text, 1000, 1000000000, "1G", ret, why);
}

int count_parse(const char *text, uint64_t max, uint64_t *ret,
		char why[static MESSAGE_SIZE])
{
	const char *rest = text;
	uint64_t number = 0;
	int r = digits_read(&rest, &number, why);

	if (r < 0)
		return r;
	if (*rest)
		return refuse(why, "'%.40s' is not a whole number", text);
	if (number > max)
		return refuse(why, "'%.40s' is too large; %llu is the most", text,
			      (unsigned long long)max);
	*ret = number;
	return 0;
}

int percent_parse(const char *text, double *ret, char why[static MESSAGE_SIZE])
{
	const char *rest = text;
	double number = 0;
	int r = decimal_read(&rest, &number, why);

	if (r < 0)
		return r;
	if (strcmp(rest, "%") != 0)
		return refuse(why, "'%.40s' does not end in %%", text);
	if (!(number > 0 && number <= 100))
		return refuse(why, "must be above 0%% and at most 100%%");
	*ret = number / 100;
	return 0;
}

int duration_parse(const char *text, uint64_t *ret_ns, char why[static MESSAGE_SIZE])
{
	static const struct {
		const char *unit;
		double ns;
	} units[] = {{"", 1e9},	 {"ns", 1},   {"us", 1e3},  {"ms", 1e6},
		     {"s", 1e9}, {"m", 60e9}, {"h", 3600e9}};
	const char *rest = text;
	double number = 0, ns = 0;
	int r = decimal_read(&rest, &number, why);

	if (r < 0)
		return r;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(rest, units[i].unit) == 0)
			ns = units[i].ns;
	if (ns == 0)
		return refuse(why, "'%.40s' is not a unit; use ns, us, ms, s, m or h",
			      rest);
	ns *= number;
	if (!(ns >= 1 && ns <= 1e4 * 3600e9))
		return refuse(why, "must be above 0 and at most 10000h");
	*ret_ns = (uint64_t)ns;
	return 0;
}
