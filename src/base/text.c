/* SPDX-License-Identifier: MIT */
/*
 * From text to values and back.
 *
 * Nothing is guessed: strtoull() and strtod() would take signs, blanks, hex and
 * "inf", so what they are given is looked at first.
 */
#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__attribute__((format(printf, 2, 3))) static int refuse(char *why, const char *format,
							...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(why, TEXT_WHY_SIZE, format, args);
	va_end(args);
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

/* Copies the list item at @rest and moves to the next, or to NULL after the last.
 * Returns 1, or 0 when there is none left. */
static int item_next(const char **rest, char item[static TEXT_WORD_SIZE], char *why)
{
	const char *text = *rest;
	size_t length;

	if (!text)
		return 0;
	length = strcspn(text, ",");
	if (length == 0)
		return refuse(why, "an item of the list is empty");
	if (length >= TEXT_WORD_SIZE)
		return refuse(why, "'%.40s...' is too long", text);
	memcpy(item, text, length);
	item[length] = '\0';
	*rest = text[length] ? text + length + 1 : NULL;
	return 1;
}

static int list_add(struct text_list *list, uint64_t value, char *why)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->at[i] == value)
			return 0;
	if (list->count == TEXT_LIST_MAX)
		return refuse(why, "holds more than %d values", TEXT_LIST_MAX);
	list->at[list->count++] = value;
	return 0;
}

/* What K stands for, and the most that may be asked for. */
struct scale {
	unsigned thousand;
	uint64_t most;
	const char *most_text;
};

static const struct scale as_bytes = {1024, TEXT_BYTES_MAX, "1024G"};
static const struct scale as_rate = {1000, 1000000000, "1G"};

static int scaled_read(const char *text, const struct scale *scale, uint64_t *ret,
		       char *why)
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
				      rest, scale->thousand);
		for (const char *at = units; at <= unit; at++)
			factor *= scale->thousand;
	}
	if (number > scale->most / factor)
		return refuse(why, "'%.40s' is too large; %s is the most", text,
			      scale->most_text);
	*ret = number * factor;
	return 0;
}

int text_parse_size(const char *text, uint64_t *ret, char why[static TEXT_WHY_SIZE])
{
	return scaled_read(text, &as_bytes, ret, why);
}

/* Adds FIRST, FIRST..LAST or FIRST..LAST*FACTOR; cuts @item up on the way. */
static int range_add(struct text_list *list, char *item, const struct scale *scale,
		     char *why)
{
	char *end = strstr(item, "..");
	char *times = end ? strchr(end, '*') : NULL;
	uint64_t first, last, factor = 2;
	int r;

	if (end)
		*end = '\0';
	if (times)
		*times = '\0';

	r = scaled_read(item, scale, &first, why);
	if (r < 0)
		return r;
	if (!end)
		return list_add(list, first, why);
	r = scaled_read(end + 2, scale, &last, why);
	if (r == 0 && times)
		r = text_parse_count(times + 1, TEXT_BYTES_MAX, &factor, why);
	if (r < 0)
		return r;
	if (first > last)
		return refuse(why, "%s..%s goes down; put the smaller first", item,
			      end + 2);
	if (factor < 2)
		return refuse(why, "a range cannot grow by *1; use *2 or more");

	for (uint64_t at = first; at < last; at *= factor) {
		r = list_add(list, at, why);
		if (r < 0)
			return r;
		if (at > last / factor)
			break;
	}
	return list_add(list, last, why);
}

static int ranges_read(const char *text, const struct scale *scale, struct text_list *ret,
		       char *why)
{
	char item[TEXT_WORD_SIZE];
	int r;

	while ((r = item_next(&text, item, why)) > 0) {
		r = range_add(ret, item, scale, why);
		if (r < 0)
			return r;
	}
	return r;
}

int text_parse_sizes(const char *text, struct text_list *ret,
		     char why[static TEXT_WHY_SIZE])
{
	return ranges_read(text, &as_bytes, ret, why);
}

int text_parse_rates(const char *text, struct text_list *ret,
		     char why[static TEXT_WHY_SIZE])
{
	return ranges_read(text, &as_rate, ret, why);
}

int text_parse_count(const char *text, uint64_t max, uint64_t *ret,
		     char why[static TEXT_WHY_SIZE])
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

int text_parse_percent(const char *text, double *ret, char why[static TEXT_WHY_SIZE])
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

int text_parse_duration(const char *text, uint64_t *ret_ns,
			char why[static TEXT_WHY_SIZE])
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

int text_parse_durations(const char *text, struct text_list *ret,
			 char why[static TEXT_WHY_SIZE])
{
	char item[TEXT_WORD_SIZE];
	const char *rest = text;
	uint64_t ns = 0;
	int r;

	while ((r = item_next(&rest, item, why)) > 0) {
		r = text_parse_duration(item, &ns, why);
		if (r == 0)
			r = list_add(ret, ns, why);
		if (r < 0)
			return r;
	}
	return r;
}

/* "block, spin, yield, hybrid" */
static void names_join(text_name_fn *name, char *text, size_t size)
{
	size_t length = 0;

	for (unsigned i = 0; name(i) && length < size; i++)
		length += (size_t)snprintf(text + length, size - length, "%s%s",
					   i ? ", " : "", name(i));
}

int text_parse_choice(const char *text, text_name_fn *name, unsigned *ret,
		      char why[static TEXT_WHY_SIZE])
{
	char names[TEXT_WHY_SIZE / 2];

	for (unsigned i = 0; name(i); i++) {
		if (strcmp(text, name(i)) == 0) {
			*ret = i;
			return 0;
		}
	}
	names_join(name, names, sizeof(names));
	return refuse(why, "'%.40s' is not one of %s", text, names);
}

int text_parse_choices(const char *text, text_name_fn *name, struct text_list *ret,
		       char why[static TEXT_WHY_SIZE])
{
	char item[TEXT_WORD_SIZE];
	unsigned value;
	int r;

	while ((r = item_next(&text, item, why)) > 0) {
		r = text_parse_choice(item, name, &value, why);
		if (r == 0)
			r = list_add(ret, value, why);
		if (r < 0)
			return r;
	}
	return r;
}

static bool words_have(const struct text_words *words, const char *word)
{
	for (size_t i = 0; i < words->count; i++)
		if (strcmp(words->at[i], word) == 0)
			return true;
	return false;
}

int text_parse_words(const char *text, struct text_words *ret,
		     char why[static TEXT_WHY_SIZE])
{
	char item[TEXT_WORD_SIZE];
	int r;

	while ((r = item_next(&text, item, why)) > 0) {
		if (words_have(ret, item))
			continue;
		if (ret->count == TEXT_LIST_MAX)
			return refuse(why, "holds more than %d words", TEXT_LIST_MAX);
		memcpy(ret->at[ret->count++], item, sizeof(item));
	}
	return r;
}

const char *text_format_size(char text[static TEXT_SIZE], uint64_t bytes)
{
	static const char *const units[] = {"", "K", "M", "G"};
	size_t unit = 0;

	while (unit < 3 && bytes && bytes % 1024 == 0) {
		bytes /= 1024;
		unit++;
	}
	snprintf(text, TEXT_SIZE, "%llu%s", (unsigned long long)bytes, units[unit]);
	return text;
}

/* Three digits and the unit, of @count rising by thousands, that suits @value. */
static const char *scaled(char *text, double value, const char *const *units,
			  size_t count)
{
	/* 999.5 would be printed as 1e+03. */
	while (value >= 999.5 && count > 1) {
		value /= 1000;
		units++;
		count--;
	}
	snprintf(text, TEXT_SIZE, value < 999.5 ? "%.3g %s" : "%.0f %s", value, *units);
	return text;
}

const char *text_format_duration(char text[static TEXT_SIZE], double ns)
{
	static const char *const units[] = {"ns", "us", "ms", "s"};

	return scaled(text, ns, units, 4);
}

const char *text_format_rate(char text[static TEXT_SIZE], double bytes_per_s)
{
	static const char *const units[] = {"B/s", "kB/s", "MB/s", "GB/s", "TB/s"};

	return scaled(text, bytes_per_s, units, 5);
}
