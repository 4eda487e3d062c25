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
#include <strings.h>

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

/* The K, M or G that @text is, or NULL; where it stands for 1024 it may end in iB. */
static const char *unit_find(const char *text, unsigned thousand)
{
	static const char units[] = "KMG";

	if (strcmp(text + 1, "") != 0 &&
	    (thousand != 1024 || strcasecmp(text + 1, "iB") != 0))
		return NULL;
	return strchr(units, toupper((unsigned char)*text));
}

/* Reads digits, which may be followed by K, M or G; @thousand is what K stands for, and
 * @most_text how @most is written. */
static int scaled_read(const char *text, unsigned thousand, uint64_t most,
		       const char *most_text, uint64_t *ret, char *why)
{
	const char *rest = text;
	uint64_t number = 0, factor = 1;
	int r = digits_read(&rest, &number, why);

	if (r < 0)
		return r;
	if (*rest) {
		const char *unit = unit_find(rest, thousand);

		if (!unit)
			return refuse(why,
				      "'%.40s' is not a unit; use K, M or G (%u-based)",
				      rest, thousand);
		for (factor = thousand; *unit != 'K'; unit--)
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

/* Copies the first item of @rest and moves on to the next, or to NULL after the last.
 * Returns 1, or 0 if there was none. */
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

bool text_list_has(const struct text_list *list, uint64_t value)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->at[i] == value)
			return true;
	return false;
}

static int list_add(struct text_list *list, uint64_t value, char *why)
{
	if (text_list_has(list, value))
		return 0;
	if (list->count == TEXT_LIST_MAX)
		return refuse(why, "holds more than %d values", TEXT_LIST_MAX);
	list->at[list->count++] = value;
	return 0;
}

/* Adds FIRST, FIRST..LAST or FIRST..LAST*FACTOR.  Writes NULs into @item. */
static int range_add(struct text_list *list, char *item, number_fn *read, char *why)
{
	char *end = strstr(item, "..");
	char *times = end ? strchr(end, '*') : NULL;
	uint64_t first, last, factor = 2;
	int r;

	if (end)
		*end = '\0';
	if (times)
		*times = '\0';

	r = read(item, &first, why);
	if (r < 0)
		return r;
	if (!end)
		return list_add(list, first, why);
	r = read(end + 2, &last, why);
	if (r == 0 && times)
		r = count_parse(times + 1, TEXT_BYTES_MAX, &factor, why);
	if (r < 0)
		return r;
	if (first > last)
		return refuse(why, "%s..%s goes down; put the smaller first", item,
			      end + 2);
	if (factor < 2)
		return refuse(why, "a range cannot grow by *1; use *2 or more");

	for (; first<last; first = first> last / factor ? last : first * factor) {
		r = list_add(list, first, why);
		if (r < 0)
			return r;
	}
	return list_add(list, last, why);
}

int choice_parse(const char *text, name_fn *name, unsigned *ret,
		 char why[static MESSAGE_SIZE])
{
	char names[MESSAGE_SIZE / 4] = ""; /* "block, spin, yield, hybrid" */

	for (unsigned i = 0; name(i); i++) {
		if (strcmp(text, name(i)) == 0) {
			*ret = i;
			return 0;
		}
		strncat(names, i ? ", " : "", sizeof(names) - strlen(names) - 1);
		strncat(names, name(i), sizeof(names) - strlen(names) - 1);
	}
	return refuse(why, "'%.40s' is not one of %s", text, names);
}

int list_parse(const char *text, number_fn *read, name_fn *name, struct text_list *ret,
	       char why[static MESSAGE_SIZE])
{
	char item[TEXT_WORD_SIZE];
	unsigned value;
	int r;

	while ((r = item_next(&text, item, why)) > 0) {
		if (!name)
			r = range_add(ret, item, read, why);
		else if ((r = choice_parse(item, name, &value, why)) == 0)
			r = list_add(ret, value, why);
		if (r < 0)
			return r;
	}
	return r;
}

bool text_words_have(const struct text_words *words, const char *word)
{
	for (size_t i = 0; i < words->count; i++)
		if (strcmp(words->at[i], word) == 0)
			return true;
	return false;
}

int words_parse(const char *text, struct text_words *ret, char why[static MESSAGE_SIZE])
{
	char item[TEXT_WORD_SIZE];
	int r;

	while ((r = item_next(&text, item, why)) > 0) {
		if (text_words_have(ret, item))
			continue;
		if (ret->count == TEXT_LIST_MAX)
			return refuse(why, "holds more than %d words", TEXT_LIST_MAX);
		memcpy(ret->at[ret->count++], item, sizeof(item));
	}
	return r;
}
