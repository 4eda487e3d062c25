/* SPDX-License-Identifier: MIT */
#include "compare/cases.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare/csv_reader.h"
#include "output/tables.h"

static int columns_check(struct csv_reader *reader)
{
	static const char *const others[] = {
		COLUMN_STATUS,	COLUMN_REASON,	       COLUMN_SESSION, COLUMN_BATCH,
		COLUMN_RTT_P50, COLUMN_MESSAGES_PER_S, COLUMN_SCHEMA};
	int r = 0;

	for (enum key key = 0; key <= KEY_VARIANT && r == 0; key++)
		r = csv_reader_require(reader, key_name(key));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]) && r == 0; i++)
		r = csv_reader_require(reader, others[i]);
	return r;
}

/* Columns of another schema may have another meaning. */
static int schema_check(struct csv_reader *reader)
{
	double value;
	int r = csv_reader_number(reader, COLUMN_SCHEMA, &value);

	if (r < 0 || value == SCHEMA)
		return r;
	csv_reader_refuse(reader,
			  "schema is '%.20s', and this ipcbench knows only %d; compare "
			  "with one that knows it, or measure again",
			  csv_reader_cell(reader, COLUMN_SCHEMA), SCHEMA);
	return -EPROTO;
}

static int key_read(struct csv_reader *reader, const char *ret[static KEY_COUNT])
{
	double number;
	int r = 0;

	for (enum key key = 0; key < KEY_COUNT && r == 0; key++) {
		ret[key] = csv_reader_cell(reader, key_name(key));
		/* Older files are of one program, with nothing asked for. */
		if (!ret[key])
			ret[key] = key_is_number(key) ? "0" : "this";
		else if (key_is_number(key))
			r = csv_reader_number(reader, key_name(key), &number);
	}
	return r;
}

static int times_read(struct csv_reader *reader, struct trial_row *row)
{
	const char *pattern = row->key[KEY_PATTERN];
	const bool stream = strcmp(pattern, "stream") == 0;
	const char *column = stream			     ? COLUMN_MESSAGES_PER_S
			     : strcmp(pattern, "paced") == 0 ? COLUMN_LATENCY_P50
							     : COLUMN_RTT_P50;
	double figure;
	int r = csv_reader_number(reader, column, &figure);

	if (r == 0)
		r = csv_reader_number(reader, COLUMN_BATCH, &row->time.batch);
	if (r == 0)
		r = csv_reader_number(reader, COLUMN_DISTANCE, &row->time.distance_ns);
	row->metric = stream ? "message_ns" : column;
	row->time.ns = stream ? 1e9 / figure : figure;
	/* A stream is timed as a whole, however many messages it has. */
	if (stream)
		row->time.batch = NAN;
	return r;
}

static int row_read(struct csv_reader *reader, struct trial_row *row)
{
	double session;
	int r = schema_check(reader);

	row->status = csv_reader_cell(reader, COLUMN_STATUS);
	row->reason = csv_reader_cell(reader, COLUMN_REASON);
	if (r == 0)
		r = key_read(reader, row->key);
	if (r == 0)
		r = csv_reader_number(reader, COLUMN_SESSION, &session);
	if (r < 0)
		return r;
	if (!(session >= 0 && session <= UINT_MAX))
		return csv_reader_refuse(reader, "session is '%.20s', not a number",
					 csv_reader_cell(reader, COLUMN_SESSION));
	row->time.session = (unsigned)session;
	return times_read(reader, row);
}

static int rows_read(struct csv_reader *reader, struct comparison *comparison,
		     enum age age)
{
	struct trial_row row;
	int r = columns_check(reader);

	while (r == 0 && (r = csv_reader_next(reader)) == 1) {
		r = row_read(reader, &row);
		if (r == 0)
			r = comparison_add(comparison, age, &row);
		if (r == -EBADMSG && !reader->why[0])
			csv_reader_refuse(reader, "a field of the key is too long");
	}
	return r;
}

int comparison_read(struct comparison *comparison, enum age age, FILE *from,
		    char message[static COMPARE_MESSAGE_SIZE])
{
	struct csv_reader *reader = malloc(sizeof(*reader));
	int r;

	message[0] = '\0';
	if (!reader)
		return -ENOMEM;
	r = csv_reader_begin(reader, from);
	if (r == 0)
		r = rows_read(reader, comparison, age);
	if (r == 0 && reader->cut)
		csv_reader_refuse(reader, "is cut off, and was not used");
	snprintf(message, COMPARE_MESSAGE_SIZE, "%s", reader->why);
	free(reader);
	return r;
}
