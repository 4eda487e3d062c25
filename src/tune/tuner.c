/* SPDX-License-Identifier: MIT */
#include "tune/tuner.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "registry.h"
#include "tune/report.h"

#define BANDWIDTH_SIZE 4096 /* from which on a user wants bandwidth, unless told */
#define MECHANISM_LIMIT_NS UINT64_C(60000000000)
#define CONFIRMED 0.01

/* Shares of the time that is left. */
#define SEARCH_SHARE 0.6
#define SEARCH_SHARE_VERIFY 0.45 /* if what is found is to be verified */
#define FINAL_SHARE_VERIFY 0.5

#define ROUNDS_FINAL 12
#define ROUNDS_VERIFY 24

/* ---- the questions ---- */

/* What is left open: both patterns are planned, and then each goal takes its own. */
void tuner_init(struct tuner *t, const struct options *o)
{
	static const struct text_list sizes = {3, {4096, 65536, 1048576}};

	memset(t, 0, sizeof(*t));
	t->options = *o;
	t->options.patterns = (struct text_list){2, {ROUND_TRIP, STREAM}};
	if (o->sizes.count == 0)
		t->options.sizes = sizes;
}

static struct question question_of(const struct ipc_case *c, enum goal goal)
{
	struct question q = {.c = *c, .goal = goal};
	const bool large = c->size >= BANDWIDTH_SIZE;

	if (goal == GOAL_AUTO)
		q.goal = large ? GOAL_BANDWIDTH : GOAL_LATENCY;
	q.pattern = q.goal == GOAL_LATENCY || (q.goal == GOAL_CPU && !large) ? ROUND_TRIP
									     : STREAM;
	q.patterns = 1u << q.pattern;
	if (q.goal == GOAL_BALANCED)
		q.patterns |= 1u << ROUND_TRIP;
	q.c.pattern = q.pattern;
	return q;
}

/* Where nothing is said of the placement, the plan's last is taken: two CPUs near each
 * other, if there are, since who tunes has two processes that are busy. */
static bool is_placed(const struct tuner *t, const struct ipc_case *c)
{
	const struct plan *plan = &t->run.plan;

	return t->options.placements.count > 0 ||
	       c->placement == plan->cases[plan->case_count - 1].placement;
}

/* One for each mechanism, size and placement that has something to set. */
int tuner_plan(struct tuner *t)
{
	const struct plan *plan = &t->run.plan;
	struct tune_results *results = &t->results;

	results->answers = calloc(plan->case_count + 1, sizeof(*results->answers));
	if (!results->answers)
		return -ENOMEM;
	for (size_t i = 0; i < plan->case_count; i++) {
		const struct ipc_case *c = &plan->cases[i];
		const struct question q = question_of(c, (enum goal)t->options.goal);

		if (c->pattern == q.pattern && c->mechanism->knobs && is_placed(t, c))
			results->answers[results->answer_count++].question = q;
	}
	return 0;
}

/* ---- the search ---- */

/* Why a question could not be asked: the reason of the default's trial. */
static void answer_excuse(struct answer *answer, const struct stage *stage)
{
	const struct trial *trials = stage->trials[stage->question->pattern][0];

	if (answer->question.c.skip)
		snprintf(answer->reason, REASON_SIZE, "%s", answer->question.c.skip);
	else if (trials && trials[0].c)
		trial_reason(&trials[0], answer->reason);
	else
		snprintf(answer->reason, REASON_SIZE, "out-of-time");
}

static int tuner_search_knob(struct tuner *t, struct answer *answer,
			     const struct knob *knob, uint64_t deadline_ns)
{
	struct stage *stage = &t->stage;
	int r = 0, told;

	stage_begin(stage, &answer->question, knob, answer->kept);
	if (stage->search.count > 0) {
		r = stage_measure(stage, &t->run, deadline_ns);
		told = stage->search.rounds > 0
			       ? tune_results_add(&t->results, answer, stage)
			       : 0;
		r = told < 0 ? told : r;
		if (answer->finding_count == 0 ||
		    isnan(tune_ratio(&stage->search, 0, 0).value))
			answer_excuse(answer, stage);
	}
	stage_end(stage);
	return r;
}

/* What is left of the time, shared among so many. */
static uint64_t deadline_of(uint64_t end_ns, double share)
{
	const uint64_t now_ns = clock_ns();

	return now_ns < end_ns ? now_ns + (uint64_t)((double)(end_ns - now_ns) * share)
			       : now_ns;
}

/* A knob's share of the time that is left, of those from it on: by their arms. */
static double knob_share(const struct knob *knob, size_t size)
{
	double sum = 0, own = 0;

	for (const struct knob *k = knob; k->how; k++) {
		const double arms = (double)stage_arms(k, size);

		own = k == knob ? arms : own;
		sum += arms;
	}
	return sum > 0 ? own / sum : 1;
}

/* Knob by knob; what seems best of one is kept while the next is searched. */
static int tuner_search(struct tuner *t, struct answer *answer, uint64_t deadline_ns)
{
	const struct mechanism *m = answer->question.c.mechanism;
	int r = 0;

	for (const struct knob *knob = m->knobs; knob->how && r == 0; knob++) {
		r = tuner_search_knob(
			t, answer, knob,
			deadline_of(deadline_ns,
				    knob_share(knob, answer->question.c.size)));
		if (answer->reason[0])
			break;
	}
	if (answer->finding_count == 0 && !answer->reason[0])
		snprintf(answer->reason, REASON_SIZE, "nothing-to-set-at-this-size");
	return r;
}

/* What searching found is what chance favoured: the finalists are measured in fresh
 * rounds, and these alone decide. */
static int tuner_decide(struct tuner *t, struct answer *answer, uint64_t deadline_ns)
{
	struct stage *stage = &t->stage;
	size_t asked[FINALISTS_MAX][SETTING_COUNT];
	struct tune_advice advice;
	int r;

	for (size_t i = 0; i < answer->finalist_count; i++)
		memcpy(asked[i], t->results.rows[answer->finalists[i]].c.asked,
		       sizeof(asked[i]));
	stage_begin_final(stage, &answer->question, asked, answer->finalist_count,
			  ROUNDS_FINAL, TUNE_ROUNDS_MAX);
	r = stage_measure(stage, &t->run, deadline_ns);
	if (stage->search.rounds > 0) {
		advice = tune_choose(&stage->search);
		tune_results_keep(&t->results, answer,
				  advice.smallest ? answer->finalists[advice.smallest - 1]
						  : answer->findings[0].first,
				  advice.gain);
		answer->advised = advice.arm > 0;
	}
	if (answer->advised)
		tune_results_mark(&t->results, answer, ROLE_ADVICE);
	stage_end(stage);
	return r;
}

/* A last look at the default and the advice alone. */
static int tuner_verify(struct tuner *t, struct answer *answer, uint64_t deadline_ns)
{
	struct stage *stage = &t->stage;
	int r;

	stage_begin_final(stage, &answer->question, &answer->kept, 1, ROUNDS_VERIFY,
			  ROUNDS_VERIFY);
	r = stage_measure(stage, &t->run, deadline_ns);
	answer->again = tune_ratio(&stage->search, 1, 0);
	stage_end(stage);
	if (r < 0)
		return r;
	if (stats_verdict(answer->again, CONFIRMED) == FASTER) {
		answer->verified = VERIFIED_CONFIRMED;
		return 0;
	}
	answer->verified = VERIFIED_WITHDRAWN;
	tune_results_mark(&t->results, answer, ROLE_WITHDRAWN);
	return 0;
}

static int tuner_answer(struct tuner *t, struct answer *answer, uint64_t deadline_ns)
{
	const bool verify = t->options.verify;
	int r;

	if (answer->question.c.skip) {
		answer_excuse(answer, &t->stage);
		return 0;
	}
	r = tuner_search(
		t, answer,
		deadline_of(deadline_ns, verify ? SEARCH_SHARE_VERIFY : SEARCH_SHARE));
	if (r == 0 && answer->finalist_count > 0)
		r = tuner_decide(
			t, answer,
			deadline_of(deadline_ns, verify ? FINAL_SHARE_VERIFY : 1));
	if (r == 0 && verify && answer->advised)
		r = tuner_verify(t, answer, deadline_ns);
	return r;
}

static bool is_tunable(const struct tuner *t, const struct mechanism *m)
{
	for (size_t i = 0; i < t->results.answer_count; i++)
		if (t->results.answers[i].question.c.mechanism == m)
			return true;
	return false;
}

static uint64_t tuner_limit_ns(const struct tuner *t)
{
	size_t n = 0;

	if (t->options.time_limit_ns)
		return t->options.time_limit_ns;
	for (size_t i = 0; i < mechanism_count; i++)
		n += is_tunable(t, mechanisms[i]);
	return n * MECHANISM_LIMIT_NS;
}

int tuner_measure(struct tuner *t)
{
	struct tune_results *results = &t->results;
	int r = 0;

	t->end_ns = t->run.begin_ns + tuner_limit_ns(t);
	for (size_t i = 0; i < results->answer_count && r == 0; i++) {
		const double share = 1.0 / (double)(results->answer_count - i);

		if (!t->options.quiet)
			report_tune_progress(stderr, &results->answers[i].question, i,
					     results->answer_count);
		r = tuner_answer(t, &results->answers[i], deadline_of(t->end_ns, share));
	}
	if (!t->options.quiet)
		report_tune_progress(stderr, NULL, 0, 0);
	return r;
}

void tuner_free(struct tuner *t)
{
	tune_results_free(&t->results);
}
