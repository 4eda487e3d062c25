/* SPDX-License-Identifier: MIT */
/*
 * A pair whose processes are not all this program's.  Either both sides are hosted by
 * case.agent, a program on this machine; or the client is this program's and the server
 * is hosted by the agent that the command of case.peer starts.  Beside an echo service,
 * which runs already, there is only the client, and the pair is a local one.
 *
 * Each pair has an agent of its own, so that every round sees the program laid out anew
 * in memory.  The agent closes what it hosts when it ends.
 */
#include "remote/peer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "pair/local.h"
#include "pair/pair.h"

/* After the client has failed, how long to wait for what the server may know of it. */
#define BLAME_MS 1000

struct remote_pair {
	struct pair pair;
	struct agent agent;
	struct pair *client; /* this program's; NULL: the agent has both sides */
	uint32_t sample_ns[PAIR_SAMPLES_MAX]; /* that the agent has sent */
};

/* Starts the agent and has it open both sides or, with a meeting, which gets the port,
 * the server. */
static int remote_start(struct supervisor *sv, struct remote_pair *p,
			const char *const *argv, unsigned padding,
			struct meeting *meeting, struct failure *failure)
{
	struct open_request open = {
		.c = *p->pair.c,
		.padding = padding,
		.server_only = meeting,
	};
	struct line *line = &p->agent.wire.line;
	int r = agent_start(sv, argv, &p->agent);

	if (r < 0)
		return failure_set(failure, "agent", r);
	if (meeting)
		open.meeting = *meeting;
	line_begin(line, "open");
	open_exchange_request(line, sv, &open);
	r = agent_ask(sv, &p->agent, "opened", failure);
	if (r < 0)
		return r;
	open_exchange_answer(line, &p->pair, meeting);
	return agent_end(&p->agent, failure);
}

/* Finds the cause of a failure of the client: if the server has failed too, it can say
 * more than that they have lost each other. */
static int remote_blame(struct supervisor *sv, struct remote_pair *p,
			struct failure *failure)
{
	struct failure servers;

	if (failure->error == -EINTR)
		return failure->error;
	agent_hear(sv, &p->agent, BLAME_MS, "", &servers);
	if (strcmp(servers.process, "server") == 0 && servers.error != -EPIPE &&
	    servers.error != -ECONNRESET)
		*failure = servers;
	return failure->error;
}

/* Has both sides look for each other at the same time. */
static int remote_meet(struct supervisor *sv, struct remote_pair *p,
		       struct failure *failure)
{
	int r;

	line_begin(&p->agent.wire.line, "attach");
	r = agent_send(sv, &p->agent, failure);
	if (r < 0)
		return r;
	if (local_attach(sv, p->client, failure) < 0)
		return remote_blame(sv, p, failure);
	r = agent_hear(sv, &p->agent, agent_deadline_ms(sv), "attached", failure);
	if (r < 0)
		return r;
	attach_exchange_answer(&p->agent.wire.line, &p->pair);
	memcpy(p->pair.granted, p->client->granted, sizeof(p->pair.granted));
	return agent_end(&p->agent, failure);
}

static int remote_build(struct supervisor *sv, struct remote_pair *p, unsigned padding,
			struct failure *failure)
{
	const struct ipc_case *c = p->pair.c;
	const char *const both[] = {c->agent, AGENT_COMMAND, NULL};
	struct meeting meeting;
	int r;

	if (!c->peer)
		return remote_start(sv, p, both, padding, NULL, failure);
	meeting = c->peer->meeting;
	if (getrandom(meeting.token, sizeof(meeting.token), 0) < 0)
		return failure_set(failure, "supervisor", -errno);
	r = remote_start(sv, p, c->peer->argv, padding, &meeting, failure);
	if (r == 0)
		r = local_open_side(sv, c, CLIENT, padding, &meeting, &p->client,
				    failure);
	return r < 0 ? r : remote_meet(sv, p, failure);
}

static void remote_close(struct pair *pair)
{
	struct remote_pair *p = (struct remote_pair *)pair;

	pair_close(p->client);
	agent_stop(&p->agent);
	free(p);
}

static int remote_open_client(struct supervisor *sv, const struct ipc_case *c,
			      unsigned padding, struct pair **ret,
			      struct failure *failure)
{
	struct pair *client;
	int r = local_open_side(sv, c, CLIENT, padding, &c->peer->meeting, &client,
				failure);

	if (r < 0)
		return r;
	r = local_attach(sv, client, failure);
	if (r < 0)
		pair_close(client);
	else
		*ret = client;
	return r;
}

static int remote_open(struct supervisor *sv, const struct ipc_case *c, unsigned padding,
		       struct pair **ret, struct failure *failure)
{
	struct remote_pair *p;
	int r;

	if (c->peer && !c->peer->argv[0])
		return remote_open_client(sv, c, padding, ret, failure);
	p = calloc(1, sizeof(*p));
	if (!p)
		return failure_set(failure, "supervisor", -ENOMEM);
	p->pair.kind = &pair_remote;
	p->pair.c = c;
	r = remote_build(sv, p, padding, failure);
	if (r < 0)
		remote_close(&p->pair);
	else
		*ret = &p->pair;
	return r;
}

/* Runs the client's slice, as soon as the agent has said that its server has started. */
static int remote_run_client(struct supervisor *sv, struct remote_pair *p, uint32_t count,
			     uint32_t batch, struct outcome *ret, struct failure *failure)
{
	int r = agent_ask(sv, &p->agent, "started", failure);

	if (r == 0)
		r = agent_end(&p->agent, failure);
	if (r < 0)
		return r;
	r = pair_run(sv, p->client, count, batch, ret, failure);
	return r < 0 ? remote_blame(sv, p, failure) : 0;
}

static int remote_run_slice(struct supervisor *sv, struct pair *pair, uint32_t count,
			    uint32_t batch, struct outcome *ret, struct failure *failure)
{
	struct remote_pair *p = (struct remote_pair *)pair;
	struct line *line = &p->agent.wire.line;
	struct run_request request = {count, batch, pair->delay};
	struct outcome agents = {.count = count, .batch = batch};
	int r;

	line_begin(line, "run");
	run_exchange_request(line, &request);
	if (p->client)
		r = remote_run_client(sv, p, count, batch, ret, failure);
	else
		r = agent_send(sv, &p->agent, failure);
	if (r == 0)
		r = agent_hear(sv, &p->agent, agent_deadline_ms(sv), "ran", failure);
	if (r < 0)
		return r;
	if (!p->client && pair->c->pattern == ROUND_TRIP)
		agents.sample_ns = p->sample_ns;
	run_exchange_answer(line, &agents);
	if (!p->client) {
		*ret = agents;
	} else {
		ret->usage[SERVER] = agents.usage[SERVER];
		if (pair->c->pattern == STREAM) {
			ret->lost = agents.lost;
			ret->reordered = agents.reordered;
		}
	}
	return agent_end(&p->agent, failure);
}

const struct pair_kind pair_remote = {
	.open = remote_open,
	.run_slice = remote_run_slice,
	.close = remote_close,
};
