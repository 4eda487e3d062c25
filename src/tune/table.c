/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "base/words.h"
#include "tune/report.h"
#include "tune/text.h"

#define CELL_WIDTH 13

/* The answers of one table, and the knob that it is about. */
struct table {
	const struct tune_results *results;
	const struct knob *knob;
	const struct finding *columns[TEXT_LIST_MAX];
	size_t count;
};

static const struct tune_row *finding_rows(const struct table *t, size_t column)
{
	return &t->results->rows[t->columns[column]->first];
}

static const struct tune_row *row_find(const struct table *t, size_t column, size_t value,
				       bool bad)
{
	const struct tune_row *rows = finding_rows(t, column);

	for (size_t i = 0; i < t->columns[column]->count; i++)
		if (rows[i].value == value && (rows[i].role == ROLE_BAD) == bad)
			return &rows[i];
	return NULL;
}

/* What the goal is about. */
static const char *figure_text(const struct tune_row *row, char text[static TEXT_SIZE])
{
	double figure = NAN;

	switch (row->goal) {
	case GOAL_LATENCY:
		figure = row->rtt_p50.value;
		break;
	case GOAL_CPU:
		figure = tune_row_cpu_ns(row);
		break;
	case GOAL_BALANCED:
		figure = row->ratio.value;
		break;
	default:
		figure = row->bytes_per_s.value;
		break;
	}
	if (row->told.status != STATUS_OK || isnan(figure))
		snprintf(text, TEXT_SIZE, "-");
	else if (row->goal == GOAL_BALANCED)
		snprintf(text, TEXT_SIZE, "%.3gx", figure);
	else if (row->goal == GOAL_BANDWIDTH)
		text_format_rate(text, figure);
	else
		text_format_duration(text, figure);
	return text;
}

static void print_line(FILE *to, const struct table *t, size_t value, bool bad)
{
	char label[2 * TEXT_SIZE], text[TEXT_SIZE];

	if (value)
		tune_format_value(text, t->knob->setting, value);
	else
		tune_format_value(text, t->knob->setting, finding_rows(t, 0)->granted);
	snprintf(label, sizeof(label), value ? bad ? "%s, bad" : "%s" : "default, %s",
		 text);
	fprintf(to, "  %-16s", label);
	for (size_t i = 0; i < t->count; i++) {
		const struct tune_row *row = row_find(t, i, value, bad);
		const char *mark = !row			       ? " "
				   : row->role == ROLE_ADVICE  ? "*"
				   : row->role == ROLE_DEFAULT ? "="
							       : " ";

		fprintf(to, "  %*s %s", CELL_WIDTH, row ? figure_text(row, text) : "",
			mark);
	}
	fputc('\n', to);
}

/* The least value that is above that in any column; 0 if there is none. */
static size_t value_after(const struct table *t, size_t value)
{
	size_t least = 0;

	for (size_t c = 0; c < t->count; c++)
		for (size_t i = 0; i < t->columns[c]->count; i++) {
			const struct tune_row *row = &finding_rows(t, c)[i];

			if (row->role != ROLE_BAD && row->value > value &&
			    (least == 0 || row->value < least))
				least = row->value;
		}
	return least;
}

static void print_heading(FILE *to, const struct table *t)
{
	const struct tune_row *first = finding_rows(t, 0);
	const struct ipc_case *c = &first->c;
	char size[TEXT_SIZE];

	fprintf(to, "%s, %s", c->mechanism->name, placement_name(c->placement));
	if (c->cpu[CLIENT] >= 0 && c->cpu[CLIENT] == c->cpu[SERVER])
		fprintf(to, " (CPU %d)", c->cpu[CLIENT]);
	else if (c->cpu[CLIENT] >= 0)
		fprintf(to, " (CPUs %d and %d)", c->cpu[CLIENT], c->cpu[SERVER]);
	fprintf(to, ", by %s; = default, * advice\n  %-16s",
		setting_name(t->knob->setting), "messages of");
	for (size_t i = 0; i < t->count; i++)
		fprintf(to, "  %*s  ", CELL_WIDTH,
			text_format_size(size, finding_rows(t, i)->c.size));
	fputc('\n', to);
}

void report_tune_table(FILE *to, const struct tune_results *results,
		       const struct answer *answer, const struct knob *knob)
{
	struct table t = {.results = results, .knob = knob};

	for (size_t i = 0; i < results->answer_count; i++) {
		const struct finding *finding = tune_finding(&results->answers[i], knob);

		if (finding && finding->count > 0 && t.count < TEXT_LIST_MAX &&
		    tune_is_same_subject(answer, &results->answers[i]))
			t.columns[t.count++] = finding;
	}
	if (t.count == 0)
		return;
	print_heading(to, &t);
	print_line(to, &t, 0, false);
	print_line(to, &t, knob->bad, true);
	for (size_t value = 0; (value = value_after(&t, value));)
		print_line(to, &t, value, false);
}
