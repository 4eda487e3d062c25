/* SPDX-License-Identifier: MIT */
/*
 * An agent: another ipcbench, which hosts pairs for this one and is spoken to over
 * its standard input and output.  The other end is serve.c, what they say in
 * protocol.h.
 */
#pragma once

#include "remote/launch.h"
#include "remote/protocol.h"
#include "remote/wire.h"

enum { AGENT_WHY_SIZE = 160 };

/* The deadline for an answer: the agent has the same as this end for what it does, and
 * can say more about what passed it. */
static inline int agent_deadline_ms(const struct supervisor *sv)
{
	return sv->deadline_ms + 2000;
}

#define AGENT_WORD "agent" /* the command */

struct agent {
	struct launch launch;
	struct wire wire;
	struct line request; /* the one that is written next */
	struct hello hello;  /* what it has said of itself */
};

/*
 * Starts an ipcbench as an agent, by argv, whose last is AGENT_WORD, and greets it; *ret
 * is for agent_stop() to end. Returns 0, or -EPROTONOSUPPORT if it speaks another
 * version, see ret->hello, or as agent_ask() and launch_start() do; then nothing is left.
 */
int agent_start(struct supervisor *sv, const char *const *argv, struct agent *ret);

/* Why agent_start() has returned r, for a line of text. */
void agent_explain(const struct supervisor *sv, const struct agent *agent, int r,
		   char why[static AGENT_WHY_SIZE]);

/*
 * Ends agent->request with its line's end and sends it; waits for an answer that begins
 * with that word, whose fields are good until the next; both.  Return 0 or -errno and
 * the failure: the one that the agent tells of, or its own, -ECHILD (it has died),
 * -EPROTO (that was no answer), -ETIMEDOUT, -EINTR.
 */
int agent_send(struct supervisor *sv, struct agent *agent, struct failure *failure);
int agent_hear(struct supervisor *sv, struct agent *agent, int deadline_ms,
	       const char *word, struct fields *answer, struct failure *failure);
int agent_ask(struct supervisor *sv, struct agent *agent, const char *word,
	      struct fields *answer, struct failure *failure);

/* The failure, and -EPROTO, of an answer with the wrong fields. */
int agent_garbled(struct failure *failure);

/* Has it end, and close what it hosts.  Accepts a zeroed one. */
void agent_stop(struct agent *agent);
