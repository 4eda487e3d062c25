/* SPDX-License-Identifier: MIT */
#include "output/csv.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/stream.h"
#include "output/rows.h"
#include "output/whole_file.h"

#define PATH_SIZE 4096

/* ---- headers: the row of something that is not there ---- */

static const struct mechanism no_mechanism = {.name = "none", .family = "none"};
static const struct ipc_case no_case = {.mechanism = &no_mechanism};
static const struct trial no_trial = {.c = &no_case};
static const struct history no_history = {.c = &no_case};

static struct cells header_to(FILE *to)
{
	return (struct cells){.to = to, .kind = CELLS_HEADER};
}

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

	const struct slice_record no_slice = {0};
	struct cells cells = header_to(csv->trials);

	trial_cells(&cells, &no_trial);
	cells = header_to(csv->slices);
	slice_cells(&cells, &no_trial, &no_slice);
	return 0;
}

int csv_trial(struct csv *csv, const struct trial *t)
{
	struct cells cells = {.to = csv->trials, .kind = CELLS_CSV};

	trial_cells(&cells, t);
	cells.to = csv->slices;
	for (size_t i = 0; t->status == STATUS_OK && i < t->slice_count; i++)
		slice_cells(&cells, t, &t->slices[i]);

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

static void summary_header(struct cells *cells)
{
	const struct summary none = {.c = &no_case, .ratio_to = "none"};

	summary_cells(cells, &none);
}

static void summary_rows(struct cells *cells, const void *from, size_t count)
{
	const struct summary *summaries = from;

	for (size_t i = 0; i < count; i++)
		if (summaries[i].c)
			summary_cells(cells, &summaries[i]);
}

const struct csv_table csv_summary = {"summary.csv", summary_header, summary_rows};

static void histogram_header(struct cells *cells)
{
	const struct histogram_bin no_bin = {0};

	bin_cells(cells, &no_history, &no_bin);
}

static void histogram_rows(struct cells *cells, const void *from, size_t count)
{
	const struct results *results = from;
	struct histogram_bin bin;

	for (size_t i = 0; i < count; i++) {
		const struct history *h = &results->cases[i];

		for (size_t at = 0;
		     h->histogram && histogram_next(h->histogram, &at, &bin);)
			bin_cells(cells, h, &bin);
	}
}

const struct csv_table csv_histogram = {"histogram.csv", histogram_header,
					histogram_rows};

void csv_print(FILE *to, enum format format, const struct csv_table *table,
	       const void *from, size_t count)
{
	struct cells cells = header_to(to);

	if (format == FORMAT_JSON) {
		cells.kind = CELLS_JSON;
		cells.before = "[\n";
		table->rows(&cells, from, count);
		fputs(*cells.before == '[' ? "[]\n" : "\n]\n", to);
		return;
	}
	table->header(&cells);
	cells.kind = CELLS_CSV;
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
