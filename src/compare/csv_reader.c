/* SPDX-License-Identifier: MIT */
#include "compare/csv_reader.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void csv_reader_refuse(struct csv_reader *reader, const char *format, ...)
{
	va_list args;
	int n;

	if (reader->error)
		return;
	reader->error = -EBADMSG;
	n = snprintf(reader->why, sizeof(reader->why), "line %zu: ", reader->line_number);
	va_start(args, format);
	vsnprintf(reader->why + n, sizeof(reader->why) - (size_t)n, format, args);
	va_end(args);
}

/* Reads a line and removes its end: false if no complete line is left. */
static bool line_read(struct csv_reader *reader, char *line)
{
	size_t length;

	reader->line_number++;
	if (!fgets(line, CSV_LINE_SIZE, reader->from)) {
		reader->error = ferror(reader->from) ? -EIO : 0;
		return false;
	}
	/* A zero byte ends the text early, so it also looks like a line without end. */
	length = strlen(line);
	if (length && line[length - 1] == '\n') {
		line[length - 1] = '\0';
		return true;
	}
	reader->cut = feof(reader->from);
	if (!reader->cut)
		csv_reader_refuse(reader, "is not text, or longer than %d bytes",
				  CSV_LINE_SIZE - 2);
	return false;
}

/* Cuts a line into its fields, at least one.  Returns how many. */
static size_t line_split(char *line, const char *fields[static CSV_COLUMNS])
{
	size_t n = 0;

	for (char *field; (field = strsep(&line, ",")); n++)
		if (n < CSV_COLUMNS)
			fields[n] = field;
	return n;
}

void csv_reader_begin(struct csv_reader *reader, FILE *from)
{
	memset(reader, 0, sizeof(*reader));
	reader->from = from;
	if (!line_read(reader, reader->header))
		csv_reader_refuse(reader, "there is no whole line of column names");
	else
		reader->columns = line_split(reader->header, reader->names);
	if (reader->columns > CSV_COLUMNS) {
		csv_reader_refuse(reader, "has more than %d columns", CSV_COLUMNS);
		reader->columns = 0;
	}
}

/* The index of a column; the number of columns if there is none of that name. */
static size_t column_find(const struct csv_reader *reader, const char *name)
{
	size_t i = 0;

	while (i < reader->columns && strcmp(reader->names[i], name) != 0)
		i++;
	return i;
}

void csv_reader_require(struct csv_reader *reader, const char *name)
{
	if (column_find(reader, name) == reader->columns)
		csv_reader_refuse(reader, "there is no column %s", name);
}

bool csv_reader_next(struct csv_reader *reader)
{
	size_t fields;

	if (reader->error || !line_read(reader, reader->line))
		return false;
	fields = line_split(reader->line, reader->cells);
	if (fields != reader->columns)
		csv_reader_refuse(reader, "has %zu fields, not %zu", fields,
				  reader->columns);
	return !reader->error;
}

const char *csv_reader_cell(const struct csv_reader *reader, const char *name)
{
	const size_t column = column_find(reader, name);

	return column < reader->columns ? reader->cells[column] : NULL;
}

double csv_reader_number(struct csv_reader *reader, const char *name)
{
	const char *text = csv_reader_cell(reader, name);
	double number;
	char *end;

	if (!text || !*text)
		return NAN;
	number = strtod(text, &end);
	if (*end || !isfinite(number))
		csv_reader_refuse(reader, "%s is '%.40s', not a number", name, text);
	return number;
}
