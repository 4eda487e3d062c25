/* SPDX-License-Identifier: MIT */
#include "output/csv.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/stream.h"
#include "output/whole_file.h"

#define PATH_SIZE 4096

static const struct csv_table *const growing[CSV_GROWING] = {&table_trials,
							     &table_slices};

/* ---- the directory ---- */

static int csv_path(const struct csv *csv, const char *name, char path[static PATH_SIZE])
{
	const int n = snprintf(path, PATH_SIZE, "%s/%s", csv->directory, name);

	return n < PATH_SIZE ? 0 : -ENAMETOOLONG;
}

/* Makes the directories of the path that are missing. */
static int make_directories(struct csv *csv)
{
	char path[PATH_SIZE];
	int r = csv_path(csv, "", path);

	for (char *at = path + 1; r == 0 && *at; at++) {
		if (*at != '/')
			continue;
		*at = '\0';
		if (mkdir(path, 0777) == 0)
			csv->made_from = csv->made_from ? csv->made_from : strlen(path);
		else if (errno != EEXIST)
			r = -errno;
		*at = '/';
	}
	return r;
}

/* Removes those that were made, unless others have put something there meanwhile. */
static void remove_directories(const struct csv *csv)
{
	char path[PATH_SIZE];

	if (csv->made_from == 0 || csv_path(csv, "", path) < 0)
		return;
	for (size_t length = strlen(path); length-- > csv->made_from;) {
		if (path[length] != '/')
			continue;
		path[length] = '\0';
		rmdir(path);
	}
}

/* ---- tables ---- */

static void print_header(FILE *to, const struct csv_table *table)
{
	struct cells cells = {.to = to, .kind = CELLS_HEADER};

	columns_write(&cells, table->columns, NULL);
}

void csv_print(FILE *to, enum format format, const struct csv_table *table,
	       const void *from, size_t count)
{
	struct cells json = {.to = to, .kind = CELLS_JSON, .before = "[\n"};
	struct cells csv = {.to = to, .kind = CELLS_CSV};

	if (format == FORMAT_JSON) {
		table->rows(&json, from, count);
		fputs(*json.before == '[' ? "[]\n" : "\n]\n", to);
	} else {
		print_header(to, table);
		table->rows(&csv, from, count);
	}
}

int csv_write(const struct csv *csv, const struct csv_table *table, const void *from,
	      size_t count)
{
	struct whole_file file;
	int r = whole_file_begin(&file, csv->directory, table->name);

	if (r < 0)
		return r;
	csv_print(file.to, FORMAT_CSV, table, from, count);
	return whole_file_end(&file);
}

/* ---- tables that grow ---- */

static int csv_begin(struct csv *csv, size_t i)
{
	char path[PATH_SIZE];
	int r = csv_path(csv, growing[i]->name, path);

	if (r < 0)
		return r;
	csv->files[i] = fopen(path, "wxe");
	if (!csv->files[i])
		return -errno;
	print_header(csv->files[i], growing[i]);
	return 0;
}

int csv_open(struct csv *csv, const char *directory, bool slices)
{
	int r;

	*csv = (struct csv){.directory = directory};
	r = make_directories(csv);
	for (size_t i = 0; i < CSV_GROWING && r == 0; i++)
		if (slices || growing[i] != &table_slices)
			r = csv_begin(csv, i);
	if (r < 0)
		csv_undo(csv);
	return r;
}

void csv_undo(struct csv *csv)
{
	char path[PATH_SIZE];

	/* Only files that were not there before are open. */
	for (size_t i = 0; i < CSV_GROWING; i++)
		if (csv->files[i] && csv_path(csv, growing[i]->name, path) == 0)
			unlink(path);
	csv_close(csv);
	remove_directories(csv);
}

int csv_trial(struct csv *csv, const struct trial *t)
{
	int r = 0;

	for (size_t i = 0; i < CSV_GROWING && r == 0; i++) {
		struct cells cells = {.to = csv->files[i], .kind = CELLS_CSV};

		if (!cells.to)
			continue;
		growing[i]->rows(&cells, t, 1);
		r = stream_flush(csv->files[i]);
	}
	return r;
}

int csv_close(struct csv *csv)
{
	int r = 0;

	for (size_t i = 0; i < CSV_GROWING; i++) {
		if (csv->files[i] && fclose(csv->files[i]))
			r = -errno;
		csv->files[i] = NULL;
	}
	return r;
}
