/* SPDX-License-Identifier: MIT */
#include "tune/report.h"

#include <math.h>

#include "options/options.h"
#include "output/report.h"

/* ---- for programs ---- */

static const char *role_name(unsigned role)
{
	static const char *const names[ROLE_COUNT] = {"default", "bad", "candidate",
						      "advice", "withdrawn"};

	return names[role];
}

static const char *standing_name(unsigned standing)
{
	static const char *const names[VALUE_COUNT] = {"none", "good", "undecided",
						       "dropped", "worse"};

	return names[standing];
}

static const struct column columns[] = {
	{KEY_BEGIN},
	{"knob", WORD(struct tune_row, setting, setting_name)},
	{"value", NUMBER(struct tune_row, value)},
	{"granted", NUMBER(struct tune_row, granted), .when = IF_MEASURED},
	{"rounds", NUMBER(struct tune_row, ratio.units)},
	{"bytes_per_s", ESTIMATE(struct tune_row, bytes_per_s)},
	{"rtt_p50_ns", ESTIMATE(struct tune_row, rtt_p50)},
	{"ratio", ESTIMATE(struct tune_row, ratio)},
	{"to_best", ESTIMATE(struct tune_row, to_best)},
	{"standing", WORD(struct tune_row, standing, standing_name)},
	{"role", WORD(struct tune_row, role, role_name)},
	{"goal", WORD(struct tune_row, goal, goal_name)},
	{"status", WORD(struct tune_row, summary.status, status_name)},
	{"reason", TEXT(struct tune_row, summary.reason)},
	{"cpu_ns_per_message", SIDES(struct tune_row, summary.medians.costs.cpu_ns)},
	{KEY_END},
	{0},
};

static void knob_rows(struct cells *cells, const struct knob_result *result)
{
	for (size_t i = 0; i < result->count; i++) {
		const struct tune_row *r = &result->rows[i];
		const struct summary *s = &r->summary;
		const struct row row =
			row_of(&r->c, s->granted, s->status == STATUS_OK, r);

		columns_write(cells, columns, &row);
	}
}

static void tune_rows(struct cells *cells, const void *from, size_t count)
{
	const struct tuning *tunings = from;

	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < tunings[i].knob_count; k++)
			knob_rows(cells, &tunings[i].knobs[k]);
}

const struct csv_table table_tune = {"tune.csv", columns, tune_rows};

/* ---- for people ---- */

#define LABEL_WIDTH 16
#define CELL_WIDTH 13
#define MARK_WIDTH 4

/* What was measured of a value at one size; NULL if nothing was.  Value 0 is the default,
 * and bad tells the bad value from a candidate that is the same. */
static const struct tune_row *row_find(const struct knob_sizes *sizes, size_t size,
				       size_t value, bool bad)
{
	const struct tune_row *rows = sizes->at[size]->rows;

	for (size_t i = 0; i < sizes->at[size]->count; i++)
		if (rows[i].value == value && (rows[i].role == ROLE_BAD) == bad)
			return &rows[i];
	return NULL;
}

/* The figure that the goal is about. */
static const char *figure_text(const struct tune_row *row, char text[static TEXT_SIZE])
{
	const double figure = row->goal == GOAL_LATENCY ? row->rtt_p50.value
			      : row->goal == GOAL_CPU
				      ? costs_cpu_ns(&row->summary.medians.costs)
			      : row->goal == GOAL_BALANCED ? row->ratio.value
							   : row->bytes_per_s.value;

	if (row->summary.status != STATUS_OK || isnan(figure))
		return "-";
	if (row->goal == GOAL_BANDWIDTH)
		return text_format_rate(text, figure);
	if (row->goal != GOAL_BALANCED)
		return text_format_duration(text, figure);
	snprintf(text, TEXT_SIZE, "%.3gx", figure);
	return text;
}

static void print_label(FILE *to, const struct knob_sizes *sizes, size_t value, bool bad)
{
	const enum setting setting = sizes->knob->setting;
	char label[2 * TEXT_SIZE], text[TEXT_SIZE];

	report_setting(text, setting, value ? value : sizes->at[0]->rows[0].granted);
	snprintf(label, sizeof(label),
		 value == 0 ? "default (%s)"
		 : bad	    ? "%s (bad)"
			    : "%s",
		 text);
	fprintf(to, "  %-*s", LABEL_WIDTH, label);
}

/* What is said behind a figure; nothing where there is no row. */
static const char *mark_text(const struct tune_row *row, char text[static TEXT_SIZE])
{
	if (row && row->standing == VALUE_DROPPED) {
		snprintf(text, TEXT_SIZE, " ~%zu", row->ratio.units);
		return text;
	}
	return !row			   ? ""
	       : row->role == ROLE_ADVICE  ? " *"
	       : row->role == ROLE_DEFAULT ? " ="
					   : "";
}

static void print_line(FILE *to, const struct knob_sizes *sizes, size_t value, bool bad)
{
	char text[TEXT_SIZE], mark[TEXT_SIZE];
	int gap = 0; /* behind the mark before */

	print_label(to, sizes, value, bad);
	for (size_t i = 0; i < sizes->count; i++) {
		const struct tune_row *row = row_find(sizes, i, value, bad);

		fprintf(to, "%*s  %*s", gap, "", CELL_WIDTH,
			row ? figure_text(row, text) : "");
		gap = MARK_WIDTH - fprintf(to, "%s", mark_text(row, mark));
	}
	fputc('\n', to);
}

static void print_heading(FILE *to, const struct knob_sizes *sizes)
{
	const struct ipc_case *c = &sizes->at[0]->rows[0].c;
	char size[TEXT_SIZE];

	fprintf(to, "%s, ", c->mechanism->name);
	report_placement(to, c);
	fprintf(to,
		", by %s: = default, * advice, ~N dropped after N rounds, "
		"(bad) meant to be worse\n  %-*s",
		setting_name(sizes->knob->setting), LABEL_WIDTH, "message size");
	for (size_t i = 0; i < sizes->count; i++)
		fprintf(to, "%*s  %*s", i ? MARK_WIDTH : 0, "", CELL_WIDTH,
			text_format_size(size, sizes->at[i]->rows[0].c.size));
	fputc('\n', to);
}

void report_tune_table(FILE *to, const struct knob_sizes *sizes)
{
	print_heading(to, sizes);
	print_line(to, sizes, 0, false);
	print_line(to, sizes, sizes->knob->bad, true);
	for (size_t value = 0; (value = knob_sizes_next(sizes, value));)
		print_line(to, sizes, value, false);
}
