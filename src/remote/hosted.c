/* SPDX-License-Identifier: MIT */
/*
 * A pair whose processes are an agent's.  Each pair has an agent of its own, so that
 * every round sees the program laid out anew in memory.
 */
#include <errno.h>
#include <stdlib.h>

#include "remote/agent.h"
#include "remote/kinds.h"

struct hosted_pair {
	struct pair pair;
	struct agent agent;
	uint32_t sample_ns[PAIR_SAMPLES_MAX];
};

/* The agent closes its pair when it ends. */
static void hosted_close(struct pair *pair)
{
	struct hosted_pair *p = (struct hosted_pair *)pair;

	agent_stop(&p->agent);
	free(p);
}

static int hosted_open(struct supervisor *sv, const struct ipc_case *c, unsigned padding,
		       struct pair **ret, struct failure *failure)
{
	const char *const argv[] = {c->agent, AGENT_COMMAND, NULL};
	struct hosted_pair *p = calloc(1, sizeof(*p));
	int r;

	if (!p)
		return failure_set(failure, "supervisor", -ENOMEM);
	p->pair.c = c;
	r = agent_open(sv, &p->agent, argv, &p->pair, padding, NULL, failure);
	if (r < 0)
		hosted_close(&p->pair);
	else
		*ret = &p->pair;
	return r;
}

static int hosted_run_slice(struct supervisor *sv, struct pair *pair, uint32_t count,
			    uint32_t batch, struct outcome *ret, struct failure *failure)
{
	struct hosted_pair *p = (struct hosted_pair *)pair;
	uint32_t *samples = pair->c->pattern == ROUND_TRIP ? p->sample_ns : NULL;
	struct fields answer;
	int r = agent_run(sv, &p->agent, pair, count, batch, "ran", &answer, failure);

	if (r < 0)
		return r;
	return agent_fail(outcome_read(&answer, count, batch, samples, ret), failure);
}

const struct pair_kind pair_hosted = {
	.open = hosted_open,
	.run_slice = hosted_run_slice,
	.close = hosted_close,
};
