/* SPDX-License-Identifier: MIT */
#include "tune/stage.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "machine/sysfile.h"

#define ROUNDS_FIRST 3
#define ROUNDS_ENOUGH 8
#define SETTLE_MS 100

/* The first rounds are for what is far off, and have few and short slices; the others
 * have few, too, if there would not be enough of them otherwise. */
static const struct thoroughness how_first = {
	.settle_ms = SETTLE_MS, .sweeps = 4, .stretch = 0.25, .same_batch = true};
static const struct thoroughness how_few = {
	.settle_ms = SETTLE_MS, .sweeps = 4, .stretch = 1, .same_batch = true};
static const struct thoroughness how_many = {
	.settle_ms = SETTLE_MS, .sweeps = 16, .stretch = 1, .same_batch = true};

/* What an arm costs beside its slices: processes are made, and try what they can do. */
#define ARM_NS 15e6
#define ARM_SLICES 3

static const size_t nothing[SETTING_COUNT];

static bool stage_has(const struct stage *stage, enum pattern pattern)
{
	return stage->question->patterns & 1u << pattern;
}

/* The sysctl as a number; 0 if there is none, or it cannot be read. */
static size_t limit_read(const struct knob *knob)
{
	char path[96];
	long long value;

	if (!knob->limit)
		return 0;
	snprintf(path, sizeof(path), "%s", knob->limit);
	for (char *at = path; *at; at++)
		if (*at == '.')
			*at = '/';
	return sysfile_number(&value, "/proc/sys/%s", path) == 0 && value > 0
		       ? (size_t)value
		       : 0;
}

/* An arm's case at each pattern. */
static void stage_make_cases(struct stage *stage, size_t arm,
			     const size_t asked[static SETTING_COUNT])
{
	for (enum pattern p = ROUND_TRIP; p < PATTERN_COUNT; p++) {
		struct ipc_case *c = &stage->cases[p][arm];

		*c = stage->question->c;
		c->pattern = p;
		memcpy(c->asked, asked, sizeof(c->asked));
	}
}

size_t stage_arms(const struct knob *knob, size_t size)
{
	size_t values[TUNE_ARMS_MAX];
	const size_t count = tune_values(knob, size, limit_read(knob), values);

	return count ? count + 2 : 0;
}

void stage_begin(struct stage *stage, const struct question *question,
		 const struct knob *knob, const size_t kept[static SETTING_COUNT])
{
	size_t values[TUNE_ARMS_MAX];
	const size_t count =
		tune_values(knob, question->c.size, limit_read(knob), values);
	const struct tune_search *s = &stage->search;

	memset(stage, 0, sizeof(*stage));
	stage->question = question;
	stage->knob = knob;
	stage->rounds_first = ROUNDS_FIRST;
	stage->rounds_enough = ROUNDS_ENOUGH;
	stage->rounds_max = TUNE_ROUNDS_MAX;
	if (count > 0)
		tune_begin(&stage->search, settings_any(kept), knob->bad, values, count);
	stage_make_cases(stage, 0, nothing);
	for (size_t i = 1; i < s->count; i++) {
		size_t asked[SETTING_COUNT];

		memcpy(asked, kept, sizeof(asked));
		if (s->arms[i].value)
			asked[knob->setting] = s->arms[i].value;
		stage_make_cases(stage, i, asked);
	}
}

void stage_begin_final(struct stage *stage, const struct question *question,
		       size_t (*asked)[SETTING_COUNT], size_t count,
		       unsigned rounds_enough, unsigned rounds_max)
{
	memset(stage, 0, sizeof(*stage));
	stage->question = question;
	stage->rounds_enough = rounds_enough;
	stage->rounds_max = rounds_max;
	tune_begin_final(&stage->search, count);
	stage_make_cases(stage, 0, nothing);
	for (size_t i = 0; i < count; i++)
		stage_make_cases(stage, i + 1, asked[i]);
}

/* ---- measuring ---- */

/* One round of the chosen arms at one pattern. */
static int stage_measure_pattern(struct stage *stage, struct run *run, enum pattern p,
				 const size_t *chosen, size_t count)
{
	const struct ipc_case *cases[TUNE_ALIVE_MAX] = {0};
	struct trial trials[TUNE_ALIVE_MAX];
	uint32_t batch[TUNE_ALIVE_MAX] = {0};
	const size_t round = stage->search.rounds;
	int r;

	stage->trials[p][round] =
		calloc(stage->search.count, sizeof(*stage->trials[p][round]));
	if (!stage->trials[p][round])
		return -ENOMEM;
	for (size_t i = 0; i < count; i++) {
		cases[i] = &stage->cases[p][chosen[i]];
		batch[i] = stage->batch[p][chosen[i]];
	}
	r = round_run(&run->round, cases, count, batch, trials);
	if (r < 0)
		return r;
	r = run_deliver(run, trials, count);
	for (size_t i = 0; i < count; i++) {
		stage->batch[p][chosen[i]] = batch[i];
		/* Slices are enough from here on. */
		free(trials[i].samples);
		trials[i].samples = NULL;
		trials[i].sample_count = 0;
		stage->trials[p][round][chosen[i]] = trials[i];
	}
	return r;
}

static double cpu_ns(const struct trial *t)
{
	const struct costs *costs = t->figures.costs;

	return costs[CLIENT].cpu_ns + costs[SERVER].cpu_ns;
}

/* What the goal makes of an arm's latest round: the mean over the patterns. */
static double stage_log_ratio(const struct stage *stage, size_t arm)
{
	double sum = 0;
	int n = 0;

	for (enum pattern p = ROUND_TRIP; p < PATTERN_COUNT; p++) {
		const struct trial *trials = stage->trials[p][stage->search.rounds];

		if (!stage_has(stage, p))
			continue;
		if (!trials[arm].c || trials[arm].status != STATUS_OK ||
		    trials[0].status != STATUS_OK)
			return NAN;
		sum += stage->question->goal == GOAL_CPU
			       ? log(cpu_ns(&trials[arm]) / cpu_ns(&trials[0]))
			       : trial_log_ratio(&trials[arm], &trials[0]);
		n++;
	}
	return isfinite(sum) ? sum / n : NAN;
}

/* How long an arm's latest slices were, on average; 0 if there were none. */
static double stage_slice_ns(const struct stage *stage, enum pattern p, size_t arm)
{
	for (size_t round = stage->search.rounds; round-- > 0;) {
		const struct trial *t = &stage->trials[p][round][arm];

		if (t->c && t->slice_count > 0)
			return (double)t->slices_ns / (double)t->slice_count;
	}
	return 0;
}

/* How long a round will last. */
static double stage_predict_ns(const struct stage *stage, const size_t *chosen,
			       size_t count, const struct thoroughness *how)
{
	const double longer = stage->how ? how->stretch / stage->how->stretch : 1;
	double ns = 0;

	for (enum pattern p = ROUND_TRIP; p < PATTERN_COUNT; p++) {
		const double slices =
			longer * (ARM_SLICES +
				  (p == STREAM ? (how->sweeps + 1) / 2 : how->sweeps));

		if (!stage_has(stage, p))
			continue;
		ns += how->settle_ms * 1e6;
		for (size_t i = 0; i < count; i++)
			ns += ARM_NS + slices * stage_slice_ns(stage, p, chosen[i]);
	}
	return ns;
}

/* How thorough the next round may be so that it, or, until there are enough, that many
 * rounds end in the time that is left; NULL if there is none. */
static const struct thoroughness *stage_how(const struct stage *stage, double left_ns)
{
	const size_t rounds = stage->search.rounds;
	const struct thoroughness *least =
		rounds < stage->rounds_first ? &how_first : &how_few;
	size_t chosen[TUNE_ALIVE_MAX];
	const size_t count = tune_pick(&stage->search, chosen);
	const double wanted = rounds < stage->rounds_enough
				      ? (double)(stage->rounds_enough - rounds)
				      : 1;

	if (stage_predict_ns(stage, chosen, count, least) > left_ns)
		return NULL;
	if (least == &how_first ||
	    wanted * stage_predict_ns(stage, chosen, count, &how_many) > left_ns)
		return least;
	return &how_many;
}

static int stage_round(struct stage *stage, struct run *run,
		       const struct thoroughness *how)
{
	size_t chosen[TUNE_ALIVE_MAX];
	const size_t count = tune_pick(&stage->search, chosen);
	double log_ratios[TUNE_ARMS_MAX];
	int r = 0;

	run->round.number++;
	run->round.thoroughness = *how;
	stage->how = how;
	for (enum pattern p = ROUND_TRIP; p < PATTERN_COUNT && r == 0; p++)
		if (stage_has(stage, p))
			r = stage_measure_pattern(stage, run, p, chosen, count);
	if (r < 0)
		return r;
	for (size_t i = 0; i < stage->search.count; i++)
		log_ratios[i] = stage_log_ratio(stage, i);
	tune_add_round(&stage->search, log_ratios);
	return 0;
}

int stage_measure(struct stage *stage, struct run *run, uint64_t deadline_ns)
{
	const struct tune_search *s = &stage->search;
	int r = 0;

	while (r == 0 && s->rounds < stage->rounds_max) {
		const double left_ns = (double)deadline_ns - (double)clock_ns();
		const struct thoroughness *how = stage_how(stage, left_ns);

		if (!how || (s->rounds >= stage->rounds_enough && tune_is_settled(s)))
			break;
		r = stage_round(stage, run, how);
	}
	return r;
}

/* ---- telling ---- */

static int stage_summarise(const struct stage *stage, enum pattern p, size_t arm,
			   struct summary *ret)
{
	const struct trial *trials[TUNE_ROUNDS_MAX], *reference[TUNE_ROUNDS_MAX];
	size_t n = 0;

	for (size_t i = 0; i < stage->search.rounds; i++) {
		if (!stage->trials[p][i] || !stage->trials[p][i][arm].c)
			continue;
		trials[n] = &stage->trials[p][i][arm];
		reference[n++] = &stage->trials[p][i][0];
	}
	return n ? summary_make(trials, reference, n, ret) : 0;
}

int stage_row(const struct stage *stage, size_t arm, struct tune_row *ret)
{
	const struct question *q = stage->question;
	const struct estimate none = {NAN, NAN, NAN, 0};
	struct summary s = {0};
	int r = 0;

	*ret = (struct tune_row){
		.c = stage->cases[q->pattern][arm],
		.goal = q->goal,
		.knob = stage->knob,
		.role = stage->search.arms[arm].role,
		.value = stage->search.arms[arm].value,
		.bytes_per_s = none,
		.rtt_p50 = none,
		.ratio = tune_ratio(&stage->search, arm, 0),
	};
	for (enum pattern p = ROUND_TRIP; p < PATTERN_COUNT && r == 0; p++) {
		if (!stage_has(stage, p))
			continue;
		r = stage_summarise(stage, p, arm, &s);
		if (r < 0 || !s.c)
			return r;
		if (p == STREAM)
			ret->bytes_per_s = s.bytes_per_s;
		else
			ret->rtt_p50 = s.p50;
		if (p == q->pattern)
			ret->told = s;
	}
	ret->rounds = (unsigned)ret->ratio.units;
	ret->granted = ret->told.granted[stage->knob->setting];
	if (stage->knob->setting == SET_CHUNK && ret->granted == 0)
		ret->granted = q->c.size;
	return r;
}

void stage_end(struct stage *stage)
{
	for (enum pattern p = ROUND_TRIP; p < PATTERN_COUNT; p++)
		for (size_t i = 0; i < TUNE_ROUNDS_MAX; i++) {
			struct trial *trials = stage->trials[p][i];

			for (size_t arm = 0; trials && arm < stage->search.count; arm++)
				trial_free(&trials[arm]);
			free(trials);
			stage->trials[p][i] = NULL;
		}
}
