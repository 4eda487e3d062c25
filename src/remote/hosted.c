/* SPDX-License-Identifier: MIT */
/*
 * A pair whose processes are an agent's.  The agent is the pair's own, so that each
 * round sees the program laid out anew in memory.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "remote/agent.h"
#include "remote/kinds.h"

struct hosted_pair {
	struct pair pair;
	struct agent agent;
	uint32_t sample_ns[PAIR_SAMPLES_MAX];
};

static int hosted_build(struct supervisor *sv, struct hosted_pair *p, unsigned padding,
			struct failure *failure)
{
	const char *const argv[] = {p->pair.c->agent, AGENT_WORD, NULL};
	struct fields answer;
	int r = agent_start(sv, argv, &p->agent);

	if (r < 0)
		return failure_set(failure, "agent", r);
	order_write(&p->agent.request, p->pair.c, padding, NULL);
	r = agent_ask(sv, &p->agent, "opened", &answer, failure);
	if (r < 0)
		return r;
	settings_read(&answer, p->pair.granted, SIZE_MAX);
	p->pair.makes_files = fields_count(&answer, "files", 0, 1);
	return fields_end(&answer) < 0 ? agent_garbled(failure) : 0;
}

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
	struct hosted_pair *p = calloc(1, sizeof(*p));
	int r;

	if (!p)
		return failure_set(failure, "supervisor", -ENOMEM);
	p->pair.c = c;
	r = hosted_build(sv, p, padding, failure);
	if (r < 0)
		hosted_close(&p->pair);
	else
		*ret = &p->pair;
	return r;
}

static int hosted_run(struct supervisor *sv, struct pair *pair, uint32_t count,
		      uint32_t batch, struct outcome *ret, struct failure *failure)
{
	struct hosted_pair *p = (struct hosted_pair *)pair;
	const struct assignment assignment = {
		.count = count,
		.batch = batch,
		.delay = pair->delay,
	};
	struct fields answer;
	int r;

	assignment_write(&p->agent.request, &assignment);
	r = agent_ask(sv, &p->agent, "ran", &answer, failure);
	if (r < 0)
		return r;
	r = outcome_read(&answer, pair->c->pattern == ROUND_TRIP, p->sample_ns, ret);
	if (r < 0 || ret->count != count || ret->batch != batch)
		return agent_garbled(failure);
	return 0;
}

const struct pair_kind pair_hosted = {
	.open = hosted_open,
	.run_slice = hosted_run,
	.close = hosted_close,
};
