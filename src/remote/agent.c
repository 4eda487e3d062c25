/* SPDX-License-Identifier: MIT */
#include "remote/agent.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine/host.h"

static int agent_greet(struct supervisor *sv, struct agent *agent)
{
	struct failure failure;
	struct fields answer;
	int r;

	hello_write_request(&agent->request, (unsigned)sv->deadline_ms);
	r = agent_ask(sv, agent, "hello", &answer, &failure);
	if (r == 0)
		r = hello_read_answer(&answer, &agent->hello);
	if (r == 0 && agent->hello.protocol != PROTOCOL_VERSION)
		r = -EPROTONOSUPPORT;
	return r;
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
	struct fields answer;
	int r;

	line_begin(&agent->request, "describe");
	r = agent_ask(sv, agent, "described", &answer, &failure);
	if (r < 0)
		return r;
	snprintf(conditions, HOST_CONDITIONS_SIZE, "%s",
		 fields_text(&answer, "conditions"));
	return fields_end(&answer);
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

int agent_fail(int error, struct failure *failure)
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
	int r = line_end(&agent->request);

	if (r == 0)
		r = wire_write(&agent->wire, sv, sv->deadline_ms, &agent->request);
	return agent_fail(r, failure);
}

int agent_hear(struct supervisor *sv, struct agent *agent, int deadline_ms,
	       const char *word, struct fields *answer, struct failure *failure)
{
	char *line;
	int r = wire_read(&agent->wire, sv, deadline_ms, &line);

	if (r == 0)
		r = fields_split(line, answer);
	if (r < 0 || strcmp(answer->word, word) == 0)
		return agent_fail(r, failure);
	if (strcmp(answer->word, "failed") == 0 && failure_read(answer, failure) == 0)
		return failure->error;
	return agent_fail(-EPROTO, failure);
}

int agent_ask(struct supervisor *sv, struct agent *agent, const char *word,
	      struct fields *answer, struct failure *failure)
{
	const int deadline_ms = agent_deadline_ms(sv);
	int r = agent_send(sv, agent, failure);

	return r < 0 ? r : agent_hear(sv, agent, deadline_ms, word, answer, failure);
}
