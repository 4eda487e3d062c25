/* SPDX-License-Identifier: MIT */
#include "output/csv.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/stream.h"
#include "output/whole_file.h"

#define PATH_SIZE 4096

static int csv_path(const struct csv *csv, const char *name, char path[static PATH_SIZE])
{
	const int n = snprintf(path, PATH_SIZE, "%s/%s", csv->directory, name);

	return n < PATH_SIZE ? 0 : -ENAMETOOLONG;
}

static int csv_begin(const struct csv *csv, const char *name, FILE **ret)
{
	char path[PATH_SIZE];
	int r = csv_path(csv, name, path);

	if (r < 0)
		return r;
	*ret = fopen(path, "wxe");
	return *ret ? 0 : -errno;
}

static int make_directory(struct csv *csv, const char *path)
{
	if (mkdir(path, 0777) < 0)
		return errno == EEXIST ? 0 : -errno;
	if (csv->made_from == 0)
		csv->made_from = strlen(path);
	return 0;
}

static int make_directories(struct csv *csv)
{
	char path[PATH_SIZE];
	int r = csv_path(csv, "", path);

	for (char *at = path + 1; r == 0 && *at; at++) {
		if (*at != '/')
			continue;
		*at = '\0';
		r = make_directory(csv, path);
		*at = '/';
	}
	return r;
}

static void remove_file(const struct csv *csv, const char *name)
{
	char path[PATH_SIZE];

	if (csv_path(csv, name, path) == 0)
		unlink(path);
}

/* Those that are not empty, since others use them already, stay. */
static void remove_directories(const struct csv *csv)
{
	char path[PATH_SIZE];
	size_t length;

	if (csv->made_from == 0 || csv_path(csv, "", path) < 0)
		return;
	for (length = strlen(path); length-- > csv->made_from;) {
		if (path[length] != '/')
			continue;
		path[length] = '\0';
		rmdir(path);
	}
}

void csv_undo(struct csv *csv)
{
	/* Those that are open are new. */
	if (csv->trials)
		remove_file(csv, "trials.csv");
	if (csv->slices)
		remove_file(csv, "slices.csv");
	csv_close(csv);
	remove_directories(csv);
}

static void csv_header(FILE *to, const struct csv_table *table)
{
	struct cells cells = {.to = to, .kind = CELLS_HEADER};

	columns_write(&cells, table->columns, NULL);
}

int csv_open(struct csv *csv, const char *directory)
{
	int r;

	memset(csv, 0, sizeof(*csv));
	csv->directory = directory;
	r = make_directories(csv);
	if (r == 0)
		r = csv_begin(csv, "trials.csv", &csv->trials);
	if (r == 0)
		r = csv_begin(csv, "slices.csv", &csv->slices);
	if (r < 0) {
		csv_undo(csv);
		return r;
	}

	csv_header(csv->trials, &table_trials);
	csv_header(csv->slices, &table_slices);
	return 0;
}

int csv_trial(struct csv *csv, const struct trial *t)
{
	struct cells cells = {.to = csv->trials, .kind = CELLS_CSV};

	table_trials.rows(&cells, t, 1);
	cells.to = csv->slices;
	table_slices.rows(&cells, t, 1);

	const int r = stream_flush(csv->trials);

	return r < 0 ? r : stream_flush(csv->slices);
}

int csv_close(struct csv *csv)
{
	int r = 0;

	if (csv->trials && fclose(csv->trials))
		r = -errno;
	if (csv->slices && fclose(csv->slices))
		r = -errno;
	csv->trials = csv->slices = NULL;
	return r;
}

/* ---- tables ---- */

void csv_print(FILE *to, enum format format, const struct csv_table *table,
	       const void *from, size_t count)
{
	struct cells cells = {.to = to, .kind = CELLS_CSV};

	if (format == FORMAT_JSON) {
		cells = (struct cells){.to = to, .kind = CELLS_JSON, .before = "[\n"};
		table->rows(&cells, from, count);
		fputs(*cells.before == '[' ? "[]\n" : "\n]\n", to);
		return;
	}
	csv_header(to, table);
	table->rows(&cells, from, count);
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
