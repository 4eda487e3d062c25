/* SPDX-License-Identifier: MIT */
/*
 * An agent: another ipcbench, which hosts a pair, or one side of it, for this one.  They
 * speak over its standard input and output, as protocol.h says.
 */
#pragma once

#include "remote/launch.h"
#include "remote/protocol.h"
#include "remote/wire.h"

#define AGENT_COMMAND "agent" /* what makes an ipcbench one */

enum { AGENT_MESSAGE_SIZE = 320 };

struct agent {
	struct launch launch;
	struct wire wire;   /* wire.line: the next request, or the last answer */
	struct hello hello; /* what it has said of itself */
};

/*
 * Starts an agent by argv, which ends with AGENT_COMMAND, and greets it.  Returns 0, and
 * agent_stop() is due; or -errno with nothing left: as agent_ask() or launch_start()
 * does, or -EPROTONOSUPPORT if it speaks another version, which is in ret->hello.
 */
int agent_start(struct supervisor *sv, const char *const *argv, struct agent *ret);

/* Ends it, and with it what it hosts.  Accepts a zeroed one, and one that has ended. */
void agent_stop(struct agent *agent);

/*
 * Starts and ends an agent to find out whether it can be used.  Returns 0 and what it
 * says of itself and, unless conditions is NULL, of its machine: HOST_CONDITIONS_SIZE
 * bytes; -ENOMEM; -EINTR; or -EINVAL and a line of text about the option and its value.
 */
int agent_try(struct supervisor *sv, const char *option, const char *value,
	      const char *const *argv, struct hello *ret, char *conditions,
	      char message[static AGENT_MESSAGE_SIZE]);

/*
 * agent_send() sends the request.  agent_hear() waits for an answer that begins with
 * @word.  agent_ask() does both.  agent_end() ends the answer, when its fields have been
 * read.  They return 0, or -errno and the failure: the one that the agent reports, or the
 * agent's own: -ECHILD (it has died), -EPROTO (the answer is another), -ETIMEDOUT or
 * -EINTR.
 */
int agent_send(struct supervisor *sv, struct agent *agent, struct failure *failure);
int agent_hear(struct supervisor *sv, struct agent *agent, int deadline_ms,
	       const char *word, struct failure *failure);
int agent_ask(struct supervisor *sv, struct agent *agent, const char *word,
	      struct failure *failure);
int agent_end(struct agent *agent, struct failure *failure);

/* How long to wait for an answer.  The agent itself stops at sv->deadline_ms, and can
 * then say more about what was late, so that it is given a little longer. */
static inline int agent_deadline_ms(const struct supervisor *sv)
{
	return sv->deadline_ms + sv->deadline_ms / 10;
}

/*
 * The agent's end: hosts a pair, or its server, as the requests on one descriptor say,
 * and answers them on the other.  Ends when the requests do, even in the middle of a
 * slice.  Returns 0, or -EPROTO after a line that is no request, or another -errno.
 */
int agent_serve(int in, int out);
