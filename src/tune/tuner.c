/* SPDX-License-Identifier: MIT */
#include "tune/tuner.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "clock.h"
#include "registry.h"
#include "tune/report.h"

#define BANDWIDTH_SIZE 4096 /* from this size on GOAL_AUTO is bandwidth */
#define MECHANISM_LIMIT_NS UINT64_C(60000000000)

/* Shares of the time that is left. */
#define SEARCH_SHARE 0.5
#define SEARCH_SHARE_VERIFY 0.35 /* if the advice is to be verified */
#define FINAL_SHARE_VERIFY 0.5

#define ROUNDS_FINAL 12
#define ROUNDS_VERIFY 24

/* ---- the tasks ---- */

/* The goal of tuning for messages of that size. */
static enum goal goal_at(const struct tuner *t, size_t size)
{
	if (t->run->o->goal != GOAL_AUTO)
		return (enum goal)t->run->o->goal;
	return size >= BANDWIDTH_SIZE ? GOAL_BANDWIDTH : GOAL_LATENCY;
}

static enum pattern goal_pattern(enum goal goal, size_t size)
{
	return goal == GOAL_LATENCY || (goal == GOAL_CPU && size < BANDWIDTH_SIZE)
		       ? ROUND_TRIP
		       : STREAM;
}

/* Both patterns are planned; each goal takes its own. */
int tuner_plan(struct tuner *t)
{
	const struct plan *plan = &t->run->plan;
	struct tune_results *results = &t->results;

	experiment_prepare(t->run);
	results->tunings = calloc(plan->case_count + 1, sizeof(*results->tunings));
	if (!results->tunings)
		return -ENOMEM;
	for (size_t i = 0; i < plan->case_count; i++) {
		const struct ipc_case *c = &plan->cases[i];
		const enum goal goal = goal_at(t, c->size);

		if (c->pattern == goal_pattern(goal, c->size) && c->mechanism->knobs)
			results->tunings[results->count++] = (struct tuning){
				.c = *c,
				.goal = goal,
			};
	}
	return 0;
}

/* ---- one task ---- */

static int tuner_search_knob(struct tuner *t, struct tuning *tuning,
			     const struct knob *knob, uint64_t deadline_ns)
{
	struct experiment *e = &t->experiment;
	const struct history *history = &e->arms[0][0].history;
	int measured, added = 0;

	experiment_begin_knob(e, tuning, knob);
	measured = experiment_measure(e, t->run, deadline_ns);
	if (e->search.rounds > 0)
		added = experiment_report(e);
	/* Without the default there is no result; its reason says why.  But what is known
	 * of one knob counts though there is no time for the next. */
	if (tuning->knob_count == 0 ||
	    (e->search.rounds > 0 && isnan(tune_ratio(&e->search, 0, 0).value)))
		snprintf(tuning->reason, REASON_SIZE, "%s",
			 history->summary.c ? history->summary.reason : "out-of-time");
	experiment_end(e);
	return added < 0 ? added : measured;
}

/* The end of a share of the time that is left. */
static uint64_t deadline_of(uint64_t end_ns, double share)
{
	const uint64_t now_ns = clock_ns();

	return now_ns < end_ns ? now_ns + (uint64_t)((double)(end_ns - now_ns) * share)
			       : now_ns;
}

/* The share of a knob of the time that is left for it and those after it: by their
 * numbers of arms.  0 if no value of it is worth trying. */
static double knob_share(const struct knob *knob, size_t size)
{
	size_t values[TUNE_ARMS_MAX], sum = 0, own = 0;

	for (const struct knob *k = knob; k->how; k++) {
		const size_t count = experiment_values(k, size, values);
		const size_t arms = count ? count + 2 : 0;

		own = k == knob ? arms : own;
		sum += arms;
	}
	return own ? (double)own / (double)sum : 0;
}

/* Searches knob after knob; the best of one is kept while the next is searched. */
static int tuner_search(struct tuner *t, struct tuning *tuning, uint64_t deadline_ns)
{
	const struct ipc_case *c = &tuning->c;
	int r = 0;

	for (const struct knob *knob = c->mechanism->knobs;
	     knob->how && r == 0 && !tuning->reason[0]; knob++) {
		const double share = knob_share(knob, c->size);

		if (share > 0)
			r = tuner_search_knob(t, tuning, knob,
					      deadline_of(deadline_ns, share));
	}
	if (tuning->knob_count == 0 && !tuning->reason[0])
		snprintf(tuning->reason, REASON_SIZE, "nothing-to-set-at-this-size");
	return r;
}

/* The search favours values that were lucky.  So the finalists are measured in fresh
 * rounds, and these alone decide. */
static int tuner_decide(struct tuner *t, struct tuning *tuning, uint64_t deadline_ns)
{
	struct experiment *e = &t->experiment;
	int r;

	experiment_begin(e, tuning, ROUNDS_FINAL, TUNE_ROUNDS_MAX);
	for (size_t i = 0; i < tuning->finalist_count; i++)
		experiment_add(e, ROLE_CANDIDATE, tuning->finalists[i]->c.asked);
	r = experiment_measure(e, t->run, deadline_ns);
	if (e->search.rounds > 0) {
		const struct tune_advice advice = tune_choose(&e->search);

		for (size_t i = 0; i < tuning->finalist_count; i++) {
			struct tune_row *row = tuning->finalists[i];

			row->standing = tune_standing(&e->search, i + 1, &row->to_best);
			if (row->standing == VALUE_DROPPED)
				row->standing = VALUE_WORSE;
		}
		tuning->best = advice.smallest ? tuning->finalists[advice.smallest - 1]
					       : &tuning->knobs[0].rows[0];
		tuning->ratio = tune_ratio(&e->search, advice.smallest, 0);
		if (advice.arm > 0)
			tuning_mark(tuning, ROLE_ADVICE);
	}
	experiment_end(e);
	return r;
}

/* Measures the advice and the default alone, in fresh rounds. */
static int tuner_verify(struct tuner *t, struct tuning *tuning, uint64_t deadline_ns)
{
	struct experiment *e = &t->experiment;
	int r;

	experiment_begin(e, tuning, ROUNDS_VERIFY, ROUNDS_VERIFY);
	experiment_add(e, ROLE_CANDIDATE, tuning_settings(tuning));
	r = experiment_measure(e, t->run, deadline_ns);
	if (r == 0)
		tuning_verify(tuning, tune_ratio(&e->search, 1, 0));
	experiment_end(e);
	return r;
}

static int tuner_tune(struct tuner *t, struct tuning *tuning, uint64_t end_ns)
{
	const bool verify = t->run->o->verify;
	int r;

	if (tuning->c.skip) {
		snprintf(tuning->reason, REASON_SIZE, "%s", tuning->c.skip);
		return 0;
	}
	r = tuner_search(
		t, tuning,
		deadline_of(end_ns, verify ? SEARCH_SHARE_VERIFY : SEARCH_SHARE));
	if (r == 0 && tuning->finalist_count > 0)
		r = tuner_decide(t, tuning,
				 deadline_of(end_ns, verify ? FINAL_SHARE_VERIFY : 1));
	if (r == 0 && verify && tuning->advised)
		r = tuner_verify(t, tuning, end_ns);
	return r;
}

/* ---- all tasks ---- */

static uint64_t tuner_limit_ns(const struct tuner *t)
{
	uint64_t limit_ns = 0;

	for (size_t i = 0; i < mechanism_count; i++)
		if (mechanisms[i]->knobs &&
		    plan_selects(&t->run->o->mechanisms, mechanisms[i]))
			limit_ns += MECHANISM_LIMIT_NS;
	return t->run->o->time_limit_ns ? t->run->o->time_limit_ns : limit_ns;
}

int tuner_measure(struct tuner *t)
{
	const uint64_t end_ns = t->run->begin_ns + tuner_limit_ns(t);
	const size_t count = t->results.count;
	int r = 0;

	for (size_t i = 0; i < count && r == 0; i++) {
		struct tuning *tuning = &t->results.tunings[i];

		if (run_clear_progress(t->run))
			report_tune_progress(stderr, tuning, i, count);
		r = tuner_tune(t, tuning, deadline_of(end_ns, 1.0 / (double)(count - i)));
	}
	run_clear_progress(t->run);
	return r;
}
