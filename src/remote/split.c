/* SPDX-License-Identifier: MIT */
/*
 * A pair whose client is ours and whose server is elsewhere: an agent's, or an echo
 * service that is nobody's.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "pair/local.h"
#include "pair/pair.h"
#include "remote/kinds.h"
#include "remote/peer.h"

/* A server that has seen more than its client is asked no longer than that. */
#define SECOND_OPINION_MS 1000

struct split_pair {
	struct pair pair;
	struct pair *client;
	struct agent agent;
	bool has_agent;
};

/* Has the agent start the server; the meeting is then complete. */
static int split_open_server(struct supervisor *sv, struct split_pair *p,
			     unsigned padding, struct meeting *meeting,
			     struct failure *failure)
{
	size_t servers[SETTING_COUNT];
	struct fields answer;
	int r = agent_start(sv, p->pair.c->peer->argv, &p->agent);

	if (r < 0)
		return failure_set(failure, "agent", r);
	p->has_agent = true;
	if (getrandom(meeting->token, sizeof(meeting->token), 0) < 0)
		return failure_set(failure, "supervisor", -errno);
	order_write(&p->agent.request, p->pair.c, padding, meeting);
	r = agent_ask(sv, &p->agent, "opened", &answer, failure);
	if (r < 0)
		return r;
	settings_read(&answer, servers, SIZE_MAX);
	fields_count(&answer, "files", 0, 1);
	meeting->port = (uint16_t)fields_count(&answer, "port", 1, UINT16_MAX);
	return fields_end(&answer) < 0 ? agent_garbled(failure) : 0;
}

/* Which failure is the cause, where the client has one: that it lost its server says
 * less than what the server has to say. */
static int split_blame(struct supervisor *sv, struct split_pair *p,
		       struct failure *failure)
{
	struct failure servers;
	struct fields answer;

	if (failure->error == -EINTR || !p->has_agent)
		return failure->error;
	agent_hear(sv, &p->agent, SECOND_OPINION_MS, "", &answer, &servers);
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
	if (p->has_agent)
		r = agent_send(sv, &p->agent, failure);
	if (r < 0)
		return r;
	if (local_attach(sv, p->client, failure) < 0)
		return split_blame(sv, p, failure);
	memcpy(p->pair.granted, p->client->granted, sizeof(p->pair.granted));
	if (!p->has_agent)
		return 0;
	r = agent_hear(sv, &p->agent, agent_deadline_ms(sv), "attached", &answer,
		       failure);
	if (r < 0)
		return r;
	settings_read(&answer, servers, SIZE_MAX);
	p->pair.refused = fields_count(&answer, "refused", 0, UINT64_MAX);
	return fields_end(&answer) < 0 ? agent_garbled(failure) : 0;
}

static void split_close(struct pair *pair)
{
	struct split_pair *p = (struct split_pair *)pair;

	pair_close(p->client);
	agent_stop(&p->agent);
	free(p);
}

static int split_open(struct supervisor *sv, const struct ipc_case *c, unsigned padding,
		      struct pair **ret, struct failure *failure)
{
	struct split_pair *p = calloc(1, sizeof(*p));
	struct meeting meeting = c->peer->meeting;
	int r = 0;

	if (!p)
		return failure_set(failure, "supervisor", -ENOMEM);
	p->pair.c = c;
	if (c->peer->argv[0])
		r = split_open_server(sv, p, padding, &meeting, failure);
	if (r == 0)
		r = local_open_side(sv, c, CLIENT, padding, &meeting, &p->client,
				    failure);
	if (r == 0)
		r = split_meet(sv, p, failure);
	if (r < 0)
		split_close(&p->pair);
	else
		*ret = &p->pair;
	return r;
}

/* Has the server begin. */
static int split_start_server(struct supervisor *sv, struct split_pair *p, uint32_t count,
			      uint32_t batch, struct failure *failure)
{
	const struct assignment assignment = {
		.count = count,
		.batch = batch,
		.delay = p->pair.delay,
	};
	struct fields answer;
	int r;

	assignment_write(&p->agent.request, &assignment);
	r = agent_ask(sv, &p->agent, "started", &answer, failure);
	if (r < 0)
		return r;
	return fields_end(&answer) < 0 ? agent_garbled(failure) : 0;
}

static int split_run(struct supervisor *sv, struct pair *pair, uint32_t count,
		     uint32_t batch, struct outcome *ret, struct failure *failure)
{
	struct split_pair *p = (struct split_pair *)pair;
	struct outcome servers;
	struct fields answer;
	int r = 0;

	if (p->has_agent)
		r = split_start_server(sv, p, count, batch, failure);
	if (r < 0)
		return r;
	local_start(p->client, count, batch);
	if (local_finish(sv, p->client, ret, failure) < 0)
		return split_blame(sv, p, failure);
	if (!p->has_agent)
		return 0;
	r = agent_hear(sv, &p->agent, agent_deadline_ms(sv), "ran", &answer, failure);
	if (r < 0)
		return r;
	if (outcome_read(&answer, false, NULL, &servers) < 0 || servers.count != count ||
	    servers.batch != batch)
		return agent_garbled(failure);
	ret->usage[SERVER] = servers.usage[SERVER];
	if (p->pair.c->pattern == STREAM) {
		ret->lost = servers.lost;
		ret->reordered = servers.reordered;
	}
	return 0;
}

const struct pair_kind pair_split = {
	.open = split_open,
	.run_slice = split_run,
	.close = split_close,
};
