/* SPDX-License-Identifier: MIT */
#include "run/run.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "clock.h"
#include "remote/kinds.h"

#define ROUNDS_MIN 10
#define ROUNDS_MAX 60
#define ROUNDS_QUICK 6 /* the fewest that have a 95 % interval */
#define ROUNDS_LOOK 5  /* rounds from one look at the intervals to the next */
#define ROUNDS_SESSION 5
#define ROUNDS_TRUST 50
#define SESSION_GAP_MS 30000
#define LEVEL_PRECISION 0.02
#define RATIO_PRECISION 0.01
#define STRETCH_EXCLUSIVE 10
#define SECOND_NS 1e9
#define LIMIT_NS (600 * SECOND_NS)
#define LIMIT_QUICK_NS (87 * SECOND_NS)

/* ---- preparing ---- */

static uint64_t choose_seed(const struct options *o)
{
	uint64_t seed = o->seed;

	/* Short enough to be read out and typed again. */
	while (seed == 0 && getrandom(&seed, sizeof(seed), 0) == sizeof(seed))
		seed &= 0xffffffff;
	return seed;
}

static struct thoroughness run_thoroughness(const struct options *o)
{
	struct thoroughness how = o->quick ? QUICK : THOROUGH;

	if (o->exclusive)
		how.stretch = STRETCH_EXCLUSIVE;
	how.same_batch = o->command != COMMAND_RUN;
	if (o->messages) {
		how.messages = (uint32_t)o->messages;
		how.sweeps = 1;
	}
	return how;
}

static int run_plan(struct run *run, char message[static PLAN_MESSAGE_SIZE])
{
	switch (run->o->command) {
	case COMMAND_AB:
		return plan_make_arms(run->o, &run->topology, &run->plan, message);
	case COMMAND_TRUST:
		return plan_make_trust(run->o, &run->topology, &run->plan, message);
	default:
		return plan_make(run->o, &run->topology, &run->plan, message);
	}
}

/* Whoever named the wrong program is to know at once. */
static int run_try_agent(struct run *run, char message[static PLAN_MESSAGE_SIZE])
{
	const char *const argv[] = {run->o->with, AGENT_COMMAND, NULL};
	int r = agent_try(&run->supervisor, "--with", run->o->with, argv, &run->other,
			  NULL, message);

	for (size_t i = 0; i < run->plan.case_count && r == 0; i++)
		run->plan.cases[i].kind = &pair_hosted;
	return r;
}

/* Tells the cases where their server is, and, unless the user does, the way to make it
 * that its address asks for. */
static int run_find_peer(struct run *run, char message[static PLAN_MESSAGE_SIZE])
{
	const struct options *o = run->o;
	int r = o->connect ? peer_find_service(o->connect, &run->peer, message)
			   : peer_find_agent(&run->supervisor, o->peer, o->address,
					     &run->peer, message);

	for (size_t i = 0; i < run->plan.case_count && r == 0; i++) {
		struct ipc_case *c = &run->plan.cases[i];

		c->peer = &run->peer;
		c->kind = &pair_split;
		if (c->variant && o->variants.count == 0)
			c->variant = peer_variant(&run->peer, c->mechanism);
	}
	return r;
}

int run_prepare(struct run *run, const struct options *o,
		char message[static PLAN_MESSAGE_SIZE])
{
	int r = topology_load(&run->topology);

	run->o = o;
	if (r == 0)
		r = run_plan(run, message);
	if (r == 0)
		r = supervisor_init(&run->supervisor);
	if (r == 0 && o->with && !o->dry_run)
		r = run_try_agent(run, message);
	if (r == 0 && (o->peer || o->connect) && !o->dry_run)
		r = run_find_peer(run, message);
	if (r < 0)
		return r;
	run->batch = calloc(run->plan.case_count, sizeof(*run->batch));
	if (!run->batch || results_init(&run->results, &run->plan) < 0)
		return -ENOMEM;
	run->seed = choose_seed(o);
	random_init(&run->random, run->seed);
	run->round = (struct round){
		.supervisor = &run->supervisor,
		.random = &run->random,
		.timer = timer_measure(),
		.thoroughness = run_thoroughness(run->o),
		.suspended_ns = clock_suspended_ns,
	};
	run->begin_ns = clock_ns();
	return 0;
}

/* ---- measuring ---- */

double run_seconds(const struct run *run)
{
	return (double)(clock_ns() - run->begin_ns) / SECOND_NS;
}

static void run_progress(const struct run *run, size_t done)
{
	if (run->o->quiet || !isatty(STDERR_FILENO))
		return;
	fprintf(stderr, "\r\033[Kround %u, group %zu of %zu, %.0f s", run->round.number,
		done + 1, run->plan.group_count, run_seconds(run));
	fflush(stderr);
}

static void run_progress_end(const struct run *run)
{
	if (!run->o->quiet && isatty(STDERR_FILENO))
		fputs("\r\033[K", stderr);
}

/* Whether a trial has failed because the peer can no longer be reached. */
static bool peer_is_lost(const struct trial *t)
{
	const int error = -t->failure.error;

	if (!t->c->peer)
		return false;
	return strcmp(t->failure.process, "agent") == 0 || error == ECONNREFUSED ||
	       error == EHOSTUNREACH || error == ENETUNREACH || error == ETIMEDOUT;
}

int run_deliver(struct run *run, const struct trial *trials, size_t count)
{
	int r = 0;

	for (size_t i = 0; i < count && r == 0; i++) {
		run->measured |= trials[i].status == STATUS_OK;
		if (trials[i].status == STATUS_FAILED) {
			run->failed = true;
			run_progress_end(run);
			run->lost |= peer_is_lost(&trials[i]);
		}
		r = run->on_trial(run->context, &trials[i]);
	}
	return r == 0 && run->lost ? -EHOSTDOWN : r;
}

static int run_group(struct run *run, size_t index)
{
	const struct group *group = &run->plan.groups[index];
	const struct ipc_case **cases = malloc(group->count * sizeof(*cases));
	struct trial *trials = malloc(group->count * sizeof(*trials));
	int r = cases && trials ? 0 : -ENOMEM;

	for (size_t i = 0; i < group->count && r == 0; i++)
		cases[i] = &run->plan.cases[group->first + i];
	run->round.group = (unsigned)index;
	if (r == 0)
		r = round_run(&run->round, cases, group->count, run->batch + group->first,
			      trials);
	if (r == 0) {
		r = run_deliver(run, trials, group->count);

		const int added = results_add(&run->results, group, trials);

		r = r < 0 ? r : added;
		for (size_t i = 0; i < group->count; i++)
			trial_free(&trials[i]);
	}
	free(trials);
	free(cases);
	return r;
}

static int run_one_round(struct run *run)
{
	const uint64_t begin_ns = clock_ns();
	size_t *order = malloc(run->plan.group_count * sizeof(*order));
	int r = order ? 0 : -ENOMEM;

	for (size_t i = 0; i < run->plan.group_count && r == 0; i++)
		order[i] = i;
	if (r == 0)
		random_shuffle(&run->random, order, run->plan.group_count);
	for (size_t i = 0; i < run->plan.group_count && r == 0; i++) {
		run_progress(run, i);
		r = run_group(run, order[i]);
	}
	free(order);
	if (clock_ns() - begin_ns > run->longest_round_ns)
		run->longest_round_ns = clock_ns() - begin_ns;
	return r;
}

struct precision run_precision(const struct run *run)
{
	const double asked = run->o->precision;

	/* ab is about the ratio only. */
	if (run->o->command == COMMAND_AB)
		return (struct precision){INFINITY, asked > 0 ? asked : RATIO_PRECISION};
	return (struct precision){asked > 0 ? asked : LEVEL_PRECISION,
				  asked > 0 ? asked / 2 : RATIO_PRECISION};
}

static bool run_is_precise(const struct run *run)
{
	struct summary *summaries;
	bool precise = true;

	if (results_summarise(&run->results, run_precision(run), &summaries) < 0)
		return false;
	for (size_t i = 0; i < run->plan.case_count; i++)
		precise &= !summaries[i].capped;
	free(summaries);
	return precise;
}

/* Whether another round like the longest so far would last beyond the limit. */
static bool run_is_late(const struct run *run)
{
	double limit_ns = run->o->quick ? LIMIT_QUICK_NS : LIMIT_NS;

	if (run->o->time_limit_ns > 0)
		limit_ns = (double)run->o->time_limit_ns;
	else if (run->o->rounds > 0)
		return false;
	return (double)(clock_ns() - run->begin_ns + run->longest_round_ns) > limit_ns;
}

static bool run_is_done(const struct run *run, size_t done)
{
	const struct options *o = run->o;
	size_t fixed = o->rounds;

	if (fixed == 0 && o->quick)
		fixed = ROUNDS_QUICK;
	else if (fixed == 0 && o->command == COMMAND_TRUST)
		fixed = ROUNDS_TRUST;
	else if (fixed == 0 && o->sessions > 1)
		fixed = ROUNDS_SESSION;
	if (fixed)
		return done >= fixed;
	if (done < ROUNDS_MIN || done % ROUNDS_LOOK)
		return false;
	return done >= ROUNDS_MAX || run_is_precise(run);
}

static int run_session(struct run *run)
{
	int r = 0;

	for (size_t done = 0; r == 0 && !run_is_done(run, done); done++) {
		if (run->round.number > 0 && run_is_late(run))
			break;
		run->round.number++;
		r = run_one_round(run);
	}
	return r;
}

int run_measure(struct run *run)
{
	const uint64_t sessions = run->o->sessions ? run->o->sessions : 1;
	int r = 0;

	for (uint64_t i = 0; i < sessions && r == 0; i++) {
		run->round.session = (unsigned)i + 1;
		if (i > 0)
			r = supervisor_sleep(&run->supervisor, SESSION_GAP_MS);
		if (r == 0)
			r = run_session(run);
	}
	run_progress_end(run);
	return r;
}

void run_free(struct run *run)
{
	results_free(&run->results);
	plan_free(&run->plan);
	topology_free(&run->topology);
	free(run->batch);
}
