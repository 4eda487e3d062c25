/* SPDX-License-Identifier: MIT */
/*
 * The sessions of a run, and the rounds of each.
 */
#include <stdlib.h>

#include "clock.h"
#include "run/turns.h"

static bool run_is_precise(const struct run *run)
{
	struct summary *summaries;
	bool precise = true;

	if (results_summarise(&run->results, run->stopping.precision, &summaries) < 0)
		return false;
	for (size_t i = 0; i < run->plan.case_count; i++)
		precise &= !summaries[i].capped;
	free(summaries);
	return precise;
}

static bool run_is_done(const struct run *run, size_t rounds)
{
	const enum step step = stopping_next(&run->stopping, rounds);

	return step == STEP_END || (step == STEP_LOOK && run_is_precise(run));
}

static int run_session(struct run *run)
{
	size_t groups = 1;
	bool last = false;
	int r = 0;

	run->session_begin_ns = clock_ns();
	for (size_t rounds = 0; r == 0 && groups > 0; rounds++) {
		last = last || run_is_done(run, rounds);
		r = turns_measure(run, rounds, last, &groups);
	}
	return r;
}

int run_measure(struct run *run)
{
	int r = 0;

	for (size_t i = 0; i < run->stopping.sessions && r == 0; i++) {
		run->round.session = (unsigned)i + 1;
		if (i > 0)
			r = supervisor_sleep(&run->supervisor, (int)run->stopping.gap_ms);
		if (r == 0)
			r = run_session(run);
	}
	run_clear_progress(run);
	return r;
}
