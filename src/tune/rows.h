/* SPDX-License-Identifier: MIT */
/*
 * What was measured of one arm of a search: a row of tune.csv.
 */
#pragma once

#include "figures/summary.h"
#include "options/options.h"
#include "output/csv.h"
#include "tune/search.h"

struct tune_row {
	struct ipc_case c; /* with the settings that were asked for */
	enum goal goal;
	const struct knob *knob;
	enum tune_role role;
	size_t value;		/* of the knob; 0: left alone */
	size_t granted;		/* of the knob */
	unsigned rounds;	/* measured */
	struct summary summary; /* of the pattern that is reported */
	struct estimate bytes_per_s, rtt_p50;
	struct estimate ratio; /* to the untouched default, of what the goal is about */
};

static inline double tune_row_cpu_ns(const struct tune_row *row)
{
	return row->summary.costs[CLIENT].cpu_ns + row->summary.costs[SERVER].cpu_ns;
}

extern const struct csv_table tune_table; /* tune.csv, from count of struct tune_row */
