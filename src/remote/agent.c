/* SPDX-License-Identifier: MIT */
#include "remote/agent.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static int agent_greet(struct supervisor *sv, struct agent *agent)
{
	struct failure failure;
	struct fields answer;
	int r;

	hello_write(&agent->request, (unsigned)sv->deadline_ms);
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

void agent_explain(const struct supervisor *sv, const struct agent *agent, int r,
		   char why[static AGENT_WHY_SIZE])
{
	if (r == -EPROTONOSUPPORT)
		snprintf(why, AGENT_WHY_SIZE,
			 "it speaks version %u of the agents' protocol, this one %d; "
			 "build both of closer versions",
			 agent->hello.protocol, PROTOCOL_VERSION);
	else if (r == -EPROTO || r == -ECHILD)
		snprintf(why, AGENT_WHY_SIZE,
			 "it does not answer as an ipcbench agent does; name an ipcbench "
			 "that has the command agent");
	else if (r == -ETIMEDOUT)
		snprintf(why, AGENT_WHY_SIZE, "it has said nothing for %d s",
			 agent_deadline_ms(sv) / 1000);
	else
		snprintf(why, AGENT_WHY_SIZE, "it cannot be run: %s", strerror(-r));
}

/* What an error of the wire means here. */
static int agent_fail(int r, struct failure *failure)
{
	if (r == -EPIPE)
		r = -ECHILD;
	if (r == -EMSGSIZE)
		r = -EPROTO;
	return failure_set(failure, "agent", r);
}

int agent_garbled(struct failure *failure)
{
	return agent_fail(-EPROTO, failure);
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
	return agent_garbled(failure);
}

int agent_ask(struct supervisor *sv, struct agent *agent, const char *word,
	      struct fields *answer, struct failure *failure)
{
	int r = agent_send(sv, agent, failure);

	return r < 0 ? r
		     : agent_hear(sv, agent, agent_deadline_ms(sv), word, answer,
				  failure);
}

void agent_stop(struct agent *agent)
{
	launch_stop(&agent->launch);
}
