/* SPDX-License-Identifier: MIT */
#include "compare/cases.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <string.h>

#include "output/tables.h"

static void columns_check(struct csv_reader *reader)
{
	static const char *const others[] = {
		COLUMN_STATUS,	COLUMN_REASON,	       COLUMN_SESSION,
		COLUMN_ROUND,	COLUMN_GROUP,	       COLUMN_BATCH,
		COLUMN_RTT_P50, COLUMN_MESSAGES_PER_S, COLUMN_SCHEMA};

	for (enum key key = 0; key <= KEY_VARIANT; key++)
		csv_reader_require(reader, key_name(key));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		csv_reader_require(reader, others[i]);
}

/* Columns of another schema may have another meaning. */
static void schema_check(struct csv_reader *reader)
{
	const double schema = csv_reader_number(reader, COLUMN_SCHEMA);

	if (reader->error || schema == SCHEMA)
		return;
	csv_reader_refuse(reader,
			  "schema is '%.20s', and this ipcbench knows only %d; compare "
			  "with one that knows it, or measure again",
			  csv_reader_cell(reader, COLUMN_SCHEMA), SCHEMA);
	reader->error = -EPROTO;
}

static void key_read(struct csv_reader *reader, const char *ret[static KEY_COUNT])
{
	for (enum key key = 0; key < KEY_COUNT; key++) {
		ret[key] = csv_reader_cell(reader, key_name(key));
		/* Older files are of one program, with nothing asked for. */
		if (!ret[key])
			ret[key] = key_is_number(key) ? "0" : "this";
		else if (key_is_number(key))
			csv_reader_number(reader, key_name(key));
		if (strlen(ret[key]) >= TEXT_WORD_SIZE)
			csv_reader_refuse(reader, "a field of the key is too long");
	}
}

/* Which session, round or group. */
static unsigned ordinal_read(struct csv_reader *reader, const char *column)
{
	const double ordinal = csv_reader_number(reader, column);

	if (ordinal >= 0 && ordinal <= UINT_MAX)
		return (unsigned)ordinal;
	csv_reader_refuse(reader, "%s is '%.20s', not a number", column,
			  csv_reader_cell(reader, column));
	return 0;
}

static void row_read(struct csv_reader *reader, struct trial_row *row)
{
	const char *column = COLUMN_RTT_P50;
	double figure;

	schema_check(reader);
	key_read(reader, row->key);
	row->status = csv_reader_cell(reader, COLUMN_STATUS);
	row->reason = csv_reader_cell(reader, COLUMN_REASON);
	if (strcmp(row->key[KEY_PATTERN], "stream") == 0)
		column = COLUMN_MESSAGES_PER_S;
	else if (strcmp(row->key[KEY_PATTERN], "paced") == 0)
		column = COLUMN_LATENCY_P50;
	figure = csv_reader_number(reader, column);
	row->metric = column;
	row->time = (struct trial_time){
		.session = ordinal_read(reader, COLUMN_SESSION),
		.round = ordinal_read(reader, COLUMN_ROUND),
		.group = ordinal_read(reader, COLUMN_GROUP),
		.ns = figure,
		.mean_ns = csv_reader_number(reader, COLUMN_RTT_MEAN),
		.batch = csv_reader_number(reader, COLUMN_BATCH),
		.distance_ns = csv_reader_number(reader, COLUMN_DISTANCE),
	};
	/* A stream is timed as a whole, however many messages it has. */
	if (strcmp(column, COLUMN_MESSAGES_PER_S) == 0) {
		row->metric = "message_ns";
		row->time.ns = 1e9 / figure;
		row->time.batch = NAN;
	}
}

int comparison_read(struct comparison *comparison, enum age age, FILE *from,
		    struct csv_reader *reader)
{
	struct trial_row row;
	int r;

	csv_reader_begin(reader, from);
	columns_check(reader);
	while (csv_reader_next(reader)) {
		row_read(reader, &row);
		if (!reader->error)
			reader->error = comparison_add(comparison, age, &row);
	}
	r = reader->error;
	if (reader->cut)
		csv_reader_refuse(reader, "is cut off, and was not used");
	return r;
}
