/* SPDX-License-Identifier: MIT */
#include "tune/rows.h"

#include "base/words.h"
#include "options/table.h"
#include "tune/results.h"

static const char *role_name(unsigned role)
{
	static const char *const names[ROLE_COUNT] = {"default", "bad", "candidate",
						      "advice", "withdrawn"};

	return names[role];
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
