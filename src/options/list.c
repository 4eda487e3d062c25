/* SPDX-License-Identifier: MIT */
#include "options/value.h"

#include <string.h>

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
