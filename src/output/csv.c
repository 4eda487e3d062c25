/* SPDX-License-Identifier: MIT */
#include "output/csv.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/stream.h"
#include "output/rows.h"

#define PATH_SIZE 4096

/* ---- headers: the row of something that is not there ---- */

static const struct mechanism no_mechanism = {.name = "none", .family = "none"};
static const struct ipc_case no_case = {.mechanism = &no_mechanism};
static const struct trial no_trial = {.c = &no_case};

static struct cells header_to(FILE *to)
{
	return (struct cells){.to = to, .kind = CELLS_HEADER};
}

static void header_summary(struct cells *cells)
{
	const struct summary none = {.c = &no_case, .ratio_to = "none"};

	summary_cells(cells, &none);
}

static void header_tune(struct cells *cells)
{
	static const struct knob no_knob = {.how = "none"};
	const struct tune_row none = {.c = no_case, .knob = &no_knob};

	tune_cells(cells, &none);
}

static void header_histogram(struct cells *cells)
{
	const struct histogram_bin no_bin = {0};

	bin_cells(cells, &no_trial, &no_bin);
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

/* A file that takes its name when it is whole. */
static int whole_begin(const struct csv *csv, const char *name,
		       char path[static PATH_SIZE], FILE **ret)
{
	char temporary[PATH_SIZE + sizeof(".new")];
	int r = csv_path(csv, name, path);

	if (r < 0)
		return r;
	snprintf(temporary, sizeof(temporary), "%s.new", path);
	*ret = fopen(temporary, "we");
	return *ret ? 0 : -errno;
}

static int whole_end(const char *path, FILE *file)
{
	char temporary[PATH_SIZE + sizeof(".new")];
	int r = stream_flush(file);

	snprintf(temporary, sizeof(temporary), "%s.new", path);
	if (fclose(file) && r == 0)
		r = -errno;
	if (r == 0 && rename(temporary, path) < 0)
		r = -errno;
	if (r < 0)
		unlink(temporary);
	return r;
}

/* The rows of a table. */
typedef void rows_fn(struct cells *cells, const void *table, size_t count);

static void summary_rows(struct cells *cells, const void *table, size_t count)
{
	const struct summary *summaries = table;

	for (size_t i = 0; i < count; i++)
		if (summaries[i].c)
			summary_cells(cells, &summaries[i]);
}

static void tune_rows(struct cells *cells, const void *table, size_t count)
{
	const struct tune_row *rows = table;

	for (size_t i = 0; i < count; i++)
		tune_cells(cells, &rows[i]);
}

/* The distribution of one case over all its rounds. */
static void case_bins(struct cells *cells, const struct results *results, size_t index)
{
	static struct histogram h; /* too large for a stack */
	const struct trial *told = NULL;
	struct histogram_bin bin;
	size_t at = 0;

	memset(&h, 0, sizeof(h));
	for (size_t round = 0; round < results->round_count; round++) {
		const struct trial *t = &results->rounds[round][index];

		/* What a batch takes on average is not a distribution of messages. */
		if (!t->c || t->status != STATUS_OK || t->batch > 1 ||
		    trial_is_saturated(t))
			continue;
		told = t;
		for (size_t i = 0; i < t->sample_count; i++)
			histogram_add(&h, t->samples[i], 1);
	}
	while (told && histogram_next(&h, &at, &bin))
		bin_cells(cells, told, &bin);
}

static void histogram_rows(struct cells *cells, const void *table, size_t count)
{
	for (size_t i = 0; i < count; i++)
		case_bins(cells, table, i);
}

/* What a file of rows is called, and what is in it. */
static const struct kind {
	const char *name;
	void (*header)(struct cells *cells);
	rows_fn *rows;
} summary_kind = {"summary.csv", header_summary, summary_rows},
  tune_kind = {"tune.csv", header_tune, tune_rows},
  histogram_kind = {"histogram.csv", header_histogram, histogram_rows};

static void print_table(FILE *to, enum format format, const struct kind *kind,
			const void *table, size_t count)
{
	struct cells cells = header_to(to);

	if (format == FORMAT_JSON) {
		cells.kind = CELLS_JSON;
		cells.before = "[\n";
		kind->rows(&cells, table, count);
		fputs(*cells.before == '[' ? "[]\n" : "\n]\n", to);
		return;
	}
	kind->header(&cells);
	cells.kind = CELLS_CSV;
	kind->rows(&cells, table, count);
}

static int write_table(const struct csv *csv, const struct kind *kind, const void *table,
		       size_t count)
{
	char path[PATH_SIZE];
	FILE *file;
	int r = whole_begin(csv, kind->name, path, &file);

	if (r < 0)
		return r;
	print_table(file, FORMAT_CSV, kind, table, count);
	return whole_end(path, file);
}

void csv_print(FILE *to, enum format format, const struct summary *summaries,
	       size_t count)
{
	print_table(to, format, &summary_kind, summaries, count);
}

void csv_print_tune(FILE *to, enum format format, const struct tune_row *rows,
		    size_t count)
{
	print_table(to, format, &tune_kind, rows, count);
}

int csv_summaries(struct csv *csv, const struct summary *summaries, size_t count)
{
	return write_table(csv, &summary_kind, summaries, count);
}

int csv_tune(struct csv *csv, const struct tune_row *rows, size_t count)
{
	return write_table(csv, &tune_kind, rows, count);
}

int csv_histograms(struct csv *csv, const struct results *results)
{
	return write_table(csv, &histogram_kind, results, results->plan->case_count);
}

int csv_host(struct csv *csv, const struct host *host)
{
	char path[PATH_SIZE];
	FILE *file;
	int r = whole_begin(csv, "host.json", path, &file);

	if (r < 0)
		return r;
	host_write_json(file, host, &csv->info);
	return whole_end(path, file);
}
