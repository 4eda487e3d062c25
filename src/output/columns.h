/* SPDX-License-Identifier: MIT */
/*
 * Columns of a table: each is named once and says where in the row's struct its value is,
 * so that the header and the rows cannot differ.  The last column of all is the schema.
 */
#pragma once

#include <stddef.h>

#include "base/words.h"
#include "output/cells.h"
#include "output/key.h"

#define SCHEMA 2 /* changes when a column changes its meaning */
#define COLUMN_SCHEMA "schema"

enum column_type {
	COLUMN_DOUBLE,	 /* NaN: missing */
	COLUMN_UNSIGNED, /* of any size, or a bool */
	COLUMN_ESTIMATE, /* three, of a struct estimate: NAME, NAME_low, NAME_high */
	COLUMN_SIDES,	 /* two, of an array of doubles: client_NAME, server_NAME */
	COLUMN_TEXT,	 /* a char array */
	COLUMN_STRING,	 /* a pointer to a text; NULL: "none" */
	COLUMN_WORD,	 /* an enum, as its word */
	COLUMN_COLUMNS,	 /* those of a struct within the row's */
	COLUMN_KEYS,	 /* those of the key, from first to last */
};

/* When a number is known; else it is missing. */
enum column_when { ALWAYS, IF_MEASURED, IF_ROUND_TRIP, IF_PACED };

struct column {
	const char *name;
	enum column_type type;
	enum column_when when;
	size_t offset, size; /* in the row's struct */
	name_fn *word;
	const struct column *columns;
	enum key first, last;
};

/*
 * Arrays of columns end with an empty one and are made of these:
 *	{"round", NUMBER(struct trial, round)},
 *	{"latency_p50_ns", NUMBER(struct trial, figures.p50), .when = IF_PACED},
 */
/* clang-format off */
#define NUMBER(row, member)                                                              \
	.type = _Generic(((row *)0)->member, double: COLUMN_DOUBLE,                      \
			 default: COLUMN_UNSIGNED),                                      \
	.offset = offsetof(row, member), .size = sizeof(((row *)0)->member)
/* clang-format on */
#define ESTIMATE(row, member) .type = COLUMN_ESTIMATE, .offset = offsetof(row, member)
#define SIDES(row, member) .type = COLUMN_SIDES, .offset = offsetof(row, member)
#define TEXT(row, member) .type = COLUMN_TEXT, .offset = offsetof(row, member)
#define STRING(row, member) .type = COLUMN_STRING, .offset = offsetof(row, member)
#define WORD(row, member, words)                                                         \
	.type = COLUMN_WORD, .offset = offsetof(row, member), .word = (words)
#define COLUMNS(row, member, of)                                                         \
	"", .type = COLUMN_COLUMNS, .offset = offsetof(row, member), .columns = (of)
#define KEYS(from, to) "", .type = COLUMN_KEYS, .first = (from), .last = (to)
#define KEY_BEGIN KEYS(KEY_MECHANISM, KEY_VARIANT)
#define KEY_END KEYS(KEY_DEPTH_REQUESTED, KEY_ARM)

/* A row: its struct, and what does not depend on the table. */
struct row {
	struct key_value key[KEY_COUNT];
	enum pattern pattern;
	bool measured;
	const void *values;
};

/* A row about a case; granted counts only if the case was measured. */
struct row row_of(const struct ipc_case *c, const size_t granted[static SETTING_COUNT],
		  bool measured, const void *values);

/* Writes the names of the columns, or if row is not NULL their values. */
void columns_write(struct cells *cells, const struct column *columns,
		   const struct row *row);
