/* SPDX-License-Identifier: MIT */
#include "compare/read.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare/csv_reader.h"
#include "output/rows.h"

/* Where the columns of this file are. */
struct columns {
	int key[KEY_COUNT];
	int status, reason, session, batch, rtt_p50_ns, messages_per_s, schema;

	/* Or negative: files written before they were measured have none. */
	int distance_ns, latency_p50_ns;
};

static int column_find(struct table *table, const char *name, int *ret)
{
	*ret = table_column(table, name);
	if (*ret < 0)
		return table_refuse(table, "there is no column %s", name);
	return 0;
}

static int columns_find(struct table *table, struct columns *at)
{
	const struct {
		const char *name;
		int *at;
	} others[] = {
		{"status", &at->status},	 {"reason", &at->reason},
		{"session", &at->session},	 {"batch", &at->batch},
		{"rtt_p50_ns", &at->rtt_p50_ns}, {"messages_per_s", &at->messages_per_s},
		{"schema", &at->schema},
	};
	int r = 0;

	for (enum key key = 0; key <= KEY_VARIANT && r == 0; key++)
		r = column_find(table, key_name(key), &at->key[key]);
	for (enum key key = KEY_VARIANT + 1; key < KEY_COUNT; key++)
		at->key[key] = table_column(table, key_name(key));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]) && r == 0; i++)
		r = column_find(table, others[i].name, others[i].at);
	if (r < 0)
		return r;
	at->distance_ns = table_column(table, "distance_ns");
	at->latency_p50_ns = table_column(table, "latency_p50_ns");
	return 0;
}

/* What a program of another schema wrote may not mean what it seems to. */
static int schema_check(struct table *table, const struct columns *at)
{
	const char *schema = table->cells[at->schema];
	double value;
	int r = table_number(table, (size_t)at->schema, &value);

	if (r < 0 || value == SCHEMA)
		return r;
	table_refuse(table,
		     "schema is '%.20s', and this ipcbench knows only %d; compare with "
		     "one that knows it, or measure again",
		     schema, SCHEMA);
	return -EPROTO;
}

static int key_read(struct table *table, const struct columns *at,
		    const char *ret[static KEY_COUNT])
{
	double number;
	int r = 0;

	for (enum key key = 0; key < KEY_COUNT && r == 0; key++) {
		/* Older files were made by one program, with nothing asked for. */
		ret[key] = at->key[key] < 0 ? key_is_number(key) ? "0" : "this"
					    : table->cells[at->key[key]];
		if (key_is_number(key) && at->key[key] >= 0)
			r = table_number(table, (size_t)at->key[key], &number);
	}
	return r;
}

static int time_column(const struct columns *at, const char *pattern)
{
	return strcmp(pattern, "stream") == 0  ? at->messages_per_s
	       : strcmp(pattern, "paced") == 0 ? at->latency_p50_ns
					       : at->rtt_p50_ns;
}

static int times_read(struct table *table, const struct columns *at,
		      struct trial_row *row)
{
	const bool stream = strcmp(row->key[KEY_PATTERN], "stream") == 0;
	const int column = time_column(at, row->key[KEY_PATTERN]);
	double figure = NAN;
	int r = column < 0 ? 0 : table_number(table, (size_t)column, &figure);

	if (r == 0)
		r = table_number(table, (size_t)at->batch, &row->batch);
	if (r == 0 && at->distance_ns >= 0)
		r = table_number(table, (size_t)at->distance_ns, &row->distance_ns);
	row->time_ns = stream ? 1e9 / figure : figure;
	/* A stream is timed as a whole, however many messages it has. */
	if (stream)
		row->batch = NAN;
	return r;
}

static int row_read(struct table *table, const struct columns *at, struct trial_row *row)
{
	double session;
	int r = schema_check(table, at);

	*row = (struct trial_row){
		.status = table->cells[at->status],
		.reason = table->cells[at->reason],
		.distance_ns = NAN,
	};
	if (r == 0)
		r = key_read(table, at, row->key);
	if (r == 0)
		r = table_number(table, (size_t)at->session, &session);
	if (r < 0)
		return r;
	if (!(session >= 0 && session <= UINT_MAX))
		return table_refuse(table, "session is '%.20s', not a number",
				    table->cells[at->session]);
	row->session = (unsigned)session;
	return times_read(table, at, row);
}

static int rows_read(struct compare *compare, enum age age, struct table *table)
{
	struct trial_row row;
	struct columns at;
	int r = columns_find(table, &at);

	while (r == 0 && (r = table_next(table)) == 1) {
		r = row_read(table, &at, &row);
		if (r == 0)
			r = compare_add(compare, age, &row);
		if (r == -EBADMSG && !table->why[0])
			table_refuse(table, "a field of the key is too long");
	}
	return r;
}

int compare_read(struct compare *compare, enum age age, FILE *from,
		 char message[static COMPARE_MESSAGE_SIZE])
{
	struct table *table = malloc(sizeof(*table));
	int r;

	message[0] = '\0';
	if (!table)
		return -ENOMEM;
	r = table_begin(table, from);
	if (r == 0)
		r = rows_read(compare, age, table);
	if (r == 0 && table->cut)
		table_refuse(table, "is cut off, and was not used");
	snprintf(message, COMPARE_MESSAGE_SIZE, "%s", table->why);
	free(table);
	return r;
}
