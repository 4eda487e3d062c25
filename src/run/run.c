/* SPDX-License-Identifier: MIT */
#include "run/run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "clock.h"

#define STRETCH_EXCLUSIVE 10
#define SECOND_NS 1e9

/* ---- preparing ---- */

static uint64_t choose_seed(const struct options *o)
{
	uint64_t seed = o->seed;

	/* Short enough to be copied by hand. */
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
		how.paced_s = 0;
	}
	return how;
}

static int run_plan(struct run *run, char message[static MESSAGE_SIZE])
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

/* Starts the agent of --with once, so that a wrong program is reported at once. */
static int run_try_agent(struct run *run, char message[static MESSAGE_SIZE])
{
	const char *const argv[] = {run->o->with, AGENT_COMMAND, NULL};
	int r = agent_try(&run->supervisor, "--with", run->o->with, argv, &run->other,
			  NULL, message);

	for (size_t i = 0; i < run->plan.case_count && r == 0; i++)
		run->plan.cases[i].kind = &pair_remote;
	return r;
}

/* Gives the cases the peer, and the variant that suits its address unless the user chose
 * one. */
static int run_find_peer(struct run *run, char message[static MESSAGE_SIZE])
{
	const struct options *o = run->o;
	int r = o->connect
			? peer_find_service(o->connect, &o->variants, &run->peer, message)
			: peer_find_agent(&run->supervisor, o->peer, o->address,
					  &o->variants, &run->peer, message);

	for (size_t i = 0; i < run->plan.case_count && r == 0; i++) {
		struct ipc_case *c = &run->plan.cases[i];

		c->peer = &run->peer;
		c->kind = &pair_remote;
		if (c->variant && o->variants.count == 0)
			c->variant = peer_variant(&run->peer, c->mechanism);
	}
	return r;
}

static int run_rank(struct run *run)
{
	run->turns = calloc(run->plan.group_count, sizeof(*run->turns));
	run->rank = calloc(run->plan.group_count, sizeof(*run->rank));
	if (!run->turns || !run->rank)
		return -ENOMEM;
	return plan_rank(&run->plan, run->rank);
}

int run_prepare(struct run *run, const struct options *o,
		char message[static MESSAGE_SIZE])
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
	r = results_init(&run->results, &run->plan);
	if (r == 0)
		r = run_rank(run);
	if (r < 0)
		return r;
	run->stopping = stopping_for(o);
	run->seed = choose_seed(o);
	random_init(&run->random, run->seed);
	run->round = (struct round){
		.supervisor = &run->supervisor,
		.random = &run->random,
		.timer = timer_measure(),
		.thoroughness = run_thoroughness(o),
		.suspended_ns = clock_suspended_ns,
	};
	run->sweeps_least = run->sweeps_most = run->round.thoroughness.sweeps;
	run->begin_ns = clock_ns();
	return 0;
}

/* ---- measuring ---- */

double run_seconds(const struct run *run)
{
	return (double)(clock_ns() - run->begin_ns) / SECOND_NS;
}

bool run_clear_progress(const struct run *run)
{
	if (run->o->quiet || !isatty(STDERR_FILENO))
		return false;
	fputs("\r\033[K", stderr);
	return true;
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
			run_clear_progress(run);
			run->lost |= peer_is_lost(&trials[i]);
		}
		r = run->on_trial(run->context, &trials[i]);
	}
	return r == 0 && run->lost ? -EHOSTDOWN : r;
}

void run_free(struct run *run)
{
	free(run->turns);
	free(run->rank);
	results_free(&run->results);
	plan_free(&run->plan);
	topology_free(&run->topology);
}
