/* SPDX-License-Identifier: MIT */
/*
 * A pair whose client is this program's and whose server is elsewhere: an agent's, or an
 * echo service, which nobody here started.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "pair/local.h"
#include "pair/pair.h"
#include "remote/kinds.h"
#include "remote/peer.h"

/* After the client has failed, how long to wait for what the server may know of it. */
#define BLAME_MS 1000

struct split_pair {
	struct pair pair;
	struct pair *client;
	struct agent agent; /* unless the server is an echo service */
};

static bool split_has_agent(const struct split_pair *p)
{
	return p->pair.c->peer->argv[0];
}

/* Returns the failure that is the cause, where the client has one: that it has lost its
 * server says less than what the server can tell. */
static int split_blame(struct supervisor *sv, struct split_pair *p,
		       struct failure *failure)
{
	struct failure servers;
	struct fields answer;

	if (failure->error == -EINTR || !split_has_agent(p))
		return failure->error;
	agent_hear(sv, &p->agent, BLAME_MS, "", &answer, &servers);
	if (strcmp(servers.process, "server") == 0 && servers.error != -EPIPE &&
	    servers.error != -ECONNRESET)
		*failure = servers;
	return failure->error;
}

/* Both sides meet at the same time. */
static int split_meet(struct supervisor *sv, struct split_pair *p,
		      struct failure *failure)
{
	size_t servers[SETTING_COUNT];
	struct fields answer;
	int r = 0;

	line_begin(&p->agent.request, "attach");
	if (split_has_agent(p))
		r = agent_send(sv, &p->agent, failure);
	if (r < 0)
		return r;
	if (local_attach(sv, p->client, failure) < 0)
		return split_blame(sv, p, failure);
	memcpy(p->pair.granted, p->client->granted, sizeof(p->pair.granted));
	if (!split_has_agent(p))
		return 0;
	r = agent_hear(sv, &p->agent, agent_deadline_ms(sv), "attached", &answer,
		       failure);
	if (r < 0)
		return r;
	settings_read(&answer, servers, SIZE_MAX);
	p->pair.refused = fields_count(&answer, "refused", 0, UINT64_MAX);
	return agent_fail(fields_end(&answer), failure);
}

static void split_close(struct pair *pair)
{
	struct split_pair *p = (struct split_pair *)pair;

	pair_close(p->client);
	agent_stop(&p->agent);
	free(p);
}

static int split_build(struct supervisor *sv, struct split_pair *p, unsigned padding,
		       struct failure *failure)
{
	const struct ipc_case *c = p->pair.c;
	struct meeting meeting = c->peer->meeting;
	int r = 0;

	if (getrandom(meeting.token, sizeof(meeting.token), 0) < 0)
		return failure_set(failure, "supervisor", -errno);
	if (split_has_agent(p))
		r = agent_open(sv, &p->agent, c->peer->argv, &p->pair, padding, &meeting,
			       failure);
	if (r == 0)
		r = local_open_side(sv, c, CLIENT, padding, &meeting, &p->client,
				    failure);
	return r < 0 ? r : split_meet(sv, p, failure);
}

static int split_open(struct supervisor *sv, const struct ipc_case *c, unsigned padding,
		      struct pair **ret, struct failure *failure)
{
	struct split_pair *p = calloc(1, sizeof(*p));
	int r;

	if (!p)
		return failure_set(failure, "supervisor", -ENOMEM);
	p->pair.c = c;
	r = split_build(sv, p, padding, failure);
	if (r < 0)
		split_close(&p->pair);
	else
		*ret = &p->pair;
	return r;
}

/* Returns when the server waits for the first message. */
static int split_start_server(struct supervisor *sv, struct split_pair *p, uint32_t count,
			      uint32_t batch, struct failure *failure)
{
	struct fields answer;
	int r = agent_run(sv, &p->agent, &p->pair, count, batch, "started", &answer,
			  failure);

	return r < 0 ? r : agent_fail(fields_end(&answer), failure);
}

static int split_finish_server(struct supervisor *sv, struct split_pair *p,
			       struct outcome *outcome, struct failure *failure)
{
	struct outcome servers;
	struct fields answer;
	int r = agent_hear(sv, &p->agent, agent_deadline_ms(sv), "ran", &answer, failure);

	if (r < 0)
		return r;
	r = outcome_read(&answer, outcome->count, outcome->batch, NULL, &servers);
	outcome->usage[SERVER] = servers.usage[SERVER];
	if (p->pair.c->pattern == STREAM) {
		outcome->lost = servers.lost;
		outcome->reordered = servers.reordered;
	}
	return agent_fail(r, failure);
}

static int split_run_slice(struct supervisor *sv, struct pair *pair, uint32_t count,
			   uint32_t batch, struct outcome *ret, struct failure *failure)
{
	struct split_pair *p = (struct split_pair *)pair;
	int r = 0;

	if (split_has_agent(p))
		r = split_start_server(sv, p, count, batch, failure);
	if (r < 0)
		return r;
	local_start(p->client, count, batch);
	if (local_finish(sv, p->client, ret, failure) < 0)
		return split_blame(sv, p, failure);
	return split_has_agent(p) ? split_finish_server(sv, p, ret, failure) : 0;
}

const struct pair_kind pair_split = {
	.open = split_open,
	.run_slice = split_run_slice,
	.close = split_close,
};
