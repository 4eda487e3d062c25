/* SPDX-License-Identifier: MIT */
#include "compare/csv_reader.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

int table_refuse(struct table *table, const char *format, ...)
{
	va_list args;
	int n = snprintf(table->why, sizeof(table->why),
			 "line %zu: ", table->line_number);

	va_start(args, format);
	vsnprintf(table->why + n, sizeof(table->why) - (size_t)n, format, args);
	va_end(args);
	return -EBADMSG;
}

/* Reads a line without its end: 1, or 0 where there is no whole one any more. */
static int line_read(struct table *table, char *line)
{
	size_t length;

	table->line_number++;
	if (!fgets(line, TABLE_LINE_SIZE, table->from))
		return ferror(table->from) ? -EIO : 0;
	/* A zero byte ends the text early, so that it, too, shows as a line without end.
	 */
	length = strlen(line);
	if (length && line[length - 1] == '\n') {
		line[length - 1] = '\0';
		return 1;
	}
	if (!feof(table->from))
		return table_refuse(table, "is not text, or longer than %d bytes",
				    TABLE_LINE_SIZE - 2);
	table->cut = true;
	return 0;
}

/* Cuts a line into fields, of which there is one at least. */
static size_t line_split(char *line, const char *fields[static TABLE_COLUMNS])
{
	size_t n = 0;

	for (char *field; (field = strsep(&line, ",")); n++)
		if (n < TABLE_COLUMNS)
			fields[n] = field;
	return n;
}

int table_begin(struct table *table, FILE *from)
{
	int r;

	memset(table, 0, sizeof(*table));
	table->from = from;
	r = line_read(table, table->header);
	if (r < 0)
		return r;
	if (r == 0)
		return table_refuse(table, "there is no whole line of column names");
	table->columns = line_split(table->header, table->names);
	if (table->columns > TABLE_COLUMNS)
		return table_refuse(table, "has more than %d columns", TABLE_COLUMNS);
	return 0;
}

int table_column(const struct table *table, const char *name)
{
	for (size_t i = 0; i < table->columns; i++)
		if (strcmp(table->names[i], name) == 0)
			return (int)i;
	return -ENOENT;
}

int table_next(struct table *table)
{
	int r = line_read(table, table->line);
	size_t fields;

	if (r <= 0)
		return r;
	fields = line_split(table->line, table->cells);
	if (fields != table->columns)
		return table_refuse(table, "has %zu fields, not %zu", fields,
				    table->columns);
	return 1;
}

int table_number(struct table *table, size_t column, double *ret)
{
	const char *text = table->cells[column];
	char *end;

	*ret = NAN;
	if (!*text)
		return 0;
	*ret = strtod(text, &end);
	if (*end || !isfinite(*ret))
		return table_refuse(table, "%s is '%.40s', not a number",
				    table->names[column], text);
	return 0;
}
