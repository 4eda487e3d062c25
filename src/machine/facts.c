/* SPDX-License-Identifier: MIT */
#include "machine/facts.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void facts_add(struct facts *facts, const char *key, const char *format, ...)
{
	struct fact *fact = &facts->at[facts->count++];
	va_list args;

	assert(facts->count <= FACTS_MAX);
	fact->section = facts->section;
	fact->key = key;
	va_start(args, format);
	vsnprintf(fact->value, sizeof(fact->value), format, args);
	va_end(args);
	if (!fact->value[0])
		strcpy(fact->value, NOT_AVAILABLE);
}

const char *facts_value(const struct facts *facts, const char *key)
{
	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *fact = &facts->at[i];

		if (strcmp(fact->key, key) == 0)
			return strcmp(fact->value, NOT_AVAILABLE) ? fact->value : NULL;
	}
	return NULL;
}

bool facts_match(const struct facts *facts, const char *key, const char *value)
{
	const char *found = facts_value(facts, key);

	return found && strcmp(found, value) == 0;
}

double facts_number(const struct facts *facts, const char *key)
{
	const char *found = facts_value(facts, key);
	char *end;
	double number;

	if (!found)
		return NAN;
	number = strtod(found, &end);
	return end == found || *end ? NAN : number;
}
