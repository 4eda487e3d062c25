/* SPDX-License-Identifier: MIT */
#include "remote/agent.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine/host.h"

static int agent_greet(struct supervisor *sv, struct agent *agent)
{
	struct line *line = &agent->wire.line;
	struct failure failure;
	int r;

	agent->hello = (struct hello){
		.protocol = PROTOCOL_VERSION,
		.deadline_ms = (unsigned)sv->deadline_ms,
	};
	line_begin(line, "hello");
	hello_exchange_request(line, &agent->hello);
	r = agent_ask(sv, agent, "hello", &failure);
	if (r < 0)
		return r;
	hello_exchange_answer(line, &agent->hello);
	r = agent_end(agent, &failure);
	return r == 0 && agent->hello.protocol != PROTOCOL_VERSION ? -EPROTONOSUPPORT : r;
}

int agent_start(struct supervisor *sv, const char *const *argv, struct agent *ret)
{
	int r;

	memset(ret, 0, sizeof(*ret));
	r = launch_start(sv, argv, &ret->launch);
	if (r < 0)
		return r;
	ret->wire.in = ret->launch.from;
	ret->wire.out = ret->launch.to;
	r = agent_greet(sv, ret);
	if (r < 0)
		agent_stop(ret);
	return r;
}

void agent_stop(struct agent *agent)
{
	launch_stop(&agent->launch);
}

static int agent_describe(struct supervisor *sv, struct agent *agent, char *conditions)
{
	struct failure failure;
	int r;

	line_begin(&agent->wire.line, "describe");
	r = agent_ask(sv, agent, "described", &failure);
	if (r < 0)
		return r;
	line_array(&agent->wire.line, "conditions", conditions, HOST_CONDITIONS_SIZE);
	return agent_end(agent, &failure);
}

/* What is wrong with an agent that cannot be used, and what to do about it. */
static void agent_explain(const struct supervisor *sv, const struct agent *agent, int r,
			  char *why, size_t size)
{
	if (r == -EPROTONOSUPPORT)
		snprintf(why, size,
			 "it speaks version %u of the agents' protocol, this ipcbench "
			 "version %d; build both from closer versions",
			 agent->hello.protocol, PROTOCOL_VERSION);
	else if (r == -EPROTO || r == -ECHILD)
		snprintf(why, size,
			 "it does not answer like an ipcbench agent; name an ipcbench "
			 "that has the command agent");
	else if (r == -ETIMEDOUT)
		snprintf(why, size, "it has been silent for %d s",
			 agent_deadline_ms(sv) / 1000);
	else
		snprintf(why, size, "it cannot be run: %s", strerror(-r));
}

int agent_try(struct supervisor *sv, const char *option, const char *value,
	      const char *const *argv, struct hello *ret, char *conditions,
	      char message[static AGENT_MESSAGE_SIZE])
{
	struct agent *agent = malloc(sizeof(*agent)); /* too large for a stack */
	char why[AGENT_MESSAGE_SIZE / 2];
	int r;

	if (!agent)
		return -ENOMEM;
	r = agent_start(sv, argv, agent);
	if (r == 0 && conditions)
		r = agent_describe(sv, agent, conditions);
	*ret = agent->hello;
	if (r < 0 && r != -EINTR) {
		agent_explain(sv, agent, r, why, sizeof(why));
		snprintf(message, AGENT_MESSAGE_SIZE, "%s '%.100s': %s", option, value,
			 why);
		r = -EINVAL;
	}
	agent_stop(agent);
	free(agent);
	return r;
}

/* Stores -errno as the agent's failure, and returns it. */
static int agent_fail(int error, struct failure *failure)
{
	/* The errors of wire.h, in terms of an agent. */
	if (error == -EPIPE)
		error = -ECHILD;
	if (error == -EMSGSIZE)
		error = -EPROTO;
	return failure_set(failure, "agent", error);
}

int agent_send(struct supervisor *sv, struct agent *agent, struct failure *failure)
{
	return agent_fail(wire_write(&agent->wire, sv, sv->deadline_ms), failure);
}

int agent_hear(struct supervisor *sv, struct agent *agent, int deadline_ms,
	       const char *word, struct failure *failure)
{
	struct line *line = &agent->wire.line;
	int r = wire_read(&agent->wire, sv, deadline_ms);

	if (r < 0 || strcmp(line->word, word) == 0)
		return agent_fail(r, failure);
	if (strcmp(line->word, "failed") != 0)
		return agent_fail(-EPROTO, failure);
	*failure = (struct failure){0};
	failure_exchange(line, failure);
	r = line_end(line);
	return r < 0 ? agent_fail(r, failure) : failure->error;
}

int agent_ask(struct supervisor *sv, struct agent *agent, const char *word,
	      struct failure *failure)
{
	int r = agent_send(sv, agent, failure);

	return r < 0 ? r : agent_hear(sv, agent, agent_deadline_ms(sv), word, failure);
}

int agent_end(struct agent *agent, struct failure *failure)
{
	return agent_fail(line_end(&agent->wire.line), failure);
}
