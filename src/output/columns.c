/* SPDX-License-Identifier: MIT */
#include "output/columns.h"

#include <math.h>
#include <stdint.h>

#define NAME_SIZE 64

struct row row_of(const struct ipc_case *c, const size_t granted[static SETTING_COUNT],
		  bool measured, const void *values)
{
	struct row row = {.pattern = c->pattern, .measured = measured, .values = values};

	key_fill(row.key, c, granted, measured);
	return row;
}

static double unsigned_at(const void *at, size_t size)
{
	switch (size) {
	case sizeof(uint8_t):
		return *(const bool *)at;
	case sizeof(uint32_t):
		return *(const uint32_t *)at;
	default:
		return (double)*(const uint64_t *)at;
	}
}

static bool column_applies(const struct column *c, const struct row *row)
{
	switch (c->when) {
	case IF_MEASURED:
		return row->measured;
	case IF_ROUND_TRIP:
		return row->pattern == ROUND_TRIP;
	case IF_PACED:
		return row->pattern == PACED;
	default:
		return true;
	}
}

static void write_keys(struct cells *cells, const struct column *c, const struct row *row)
{
	const struct key_value none = {NULL, NAN};

	for (enum key key = c->first; key <= c->last; key++) {
		const struct key_value *value = row ? &row->key[key] : &none;

		if (key_is_number(key))
			cells_number(cells, key_name(key), value->number);
		else
			cells_string(cells, key_name(key), value->text);
	}
}

/* Doubles one after the other, which are called alike; NULL: they are missing. */
static void write_doubles(struct cells *cells, const char *const *formats,
			  const char *name, const double *values)
{
	char whole[NAME_SIZE];

	for (size_t i = 0; formats[i]; i++) {
		snprintf(whole, sizeof(whole), formats[i], name);
		cells_number(cells, whole, values ? values[i] : NAN);
	}
}

/* The value is at at, or missing if that is NULL. */
static void write_column(struct cells *cells, const struct column *c, const void *at)
{
	static const char *const alone[] = {"%s", NULL};
	static const char *const bounds[] = {"%s", "%s_low", "%s_high", NULL};
	static const char *const sides[] = {"client_%s", "server_%s", NULL};
	const char *text;

	switch (c->type) {
	case COLUMN_DOUBLE:
		write_doubles(cells, alone, c->name, at);
		break;
	case COLUMN_ESTIMATE: /* begins with these three */
		write_doubles(cells, bounds, c->name, at);
		break;
	case COLUMN_SIDES:
		write_doubles(cells, sides, c->name, at);
		break;
	case COLUMN_UNSIGNED:
		cells_number(cells, c->name, at ? unsigned_at(at, c->size) : NAN);
		break;
	case COLUMN_TEXT:
		cells_string(cells, c->name, at);
		break;
	case COLUMN_STRING:
		text = at ? *(const char *const *)at : NULL;
		cells_string(cells, c->name, text ? text : "none");
		break;
	case COLUMN_WORD:
		cells_string(cells, c->name, at ? c->word(*(const unsigned *)at) : NULL);
		break;
	case COLUMN_COLUMNS:
		for (const struct column *of = c->columns; of->name; of++)
			write_column(cells, of,
				     at ? (const char *)at + of->offset : NULL);
		break;
	case COLUMN_KEYS:
		break;
	}
}

void columns_write(struct cells *cells, const struct column *columns,
		   const struct row *row)
{
	for (const struct column *c = columns; c->name; c++) {
		if (c->type == COLUMN_KEYS)
			write_keys(cells, c, row);
		else
			write_column(cells, c,
				     row && column_applies(c, row)
					     ? (const char *)row->values + c->offset
					     : NULL);
	}
	cells_number(cells, COLUMN_SCHEMA, SCHEMA);
	cells_end(cells);
}
