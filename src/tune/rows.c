/* SPDX-License-Identifier: MIT */
#include "tune/rows.h"

#include <math.h>

#include "base/text.h"
#include "base/words.h"
#include "options/table.h"
#include "output/rows.h"
#include "tune/results.h"

static void row_cells(struct cells *cells, const struct tune_row *row)
{
	static const char *const roles[ROLE_COUNT] = {"default", "bad", "candidate",
						      "advice", "withdrawn"};
	const bool ok = row->summary.status == STATUS_OK;

	key_cells(cells, &row->c, row->summary.granted, ok);
	cells_string(cells, "knob", setting_name(row->knob->setting));
	cells_number(cells, "value", (double)row->value);
	cells_number(cells, "granted", ok ? (double)row->granted : NAN);
	cells_number(cells, "rounds", row->rounds);
	estimate_cells(cells, "bytes_per_s", row->bytes_per_s);
	estimate_cells(cells, "rtt_p50_ns", row->rtt_p50);
	estimate_cells(cells, "ratio", row->ratio);
	cells_string(cells, "role", roles[row->role]);
	cells_string(cells, "goal", goal_name(row->goal));
	cells_string(cells, "status", status_name(row->summary.status));
	cells_string(cells, "reason", row->summary.reason);
	per_side(cells, "cpu_ns_per_message", row->summary.costs[CLIENT].cpu_ns,
		 row->summary.costs[SERVER].cpu_ns);
	end_cells(cells, &row->c, row->summary.granted, ok);
}

static void tune_header(struct cells *cells)
{
	static const struct mechanism no_mechanism = {.name = "none", .family = "none"};
	static const struct knob no_knob = {.how = "none"};
	const struct tune_row none = {.c = {.mechanism = &no_mechanism},
				      .knob = &no_knob};

	row_cells(cells, &none);
}

static void tune_rows(struct cells *cells, const void *from, size_t count)
{
	const struct tuning *tunings = from;

	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < tunings[i].knob_count; k++)
			for (size_t row = 0; row < tunings[i].knobs[k].count; row++)
				row_cells(cells, &tunings[i].knobs[k].rows[row]);
}

const struct csv_table tune_table = {"tune.csv", tune_header, tune_rows};
