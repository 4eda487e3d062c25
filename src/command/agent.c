/* SPDX-License-Identifier: MIT */
/*
 * ipcbench agent: hosts a pair, or its server, for another ipcbench.
 */
#include <errno.h>
#include <unistd.h>

#include "command/command.h"
#include "remote/agent.h"

int command_agent(const struct options *o)
{
	int r = agent_serve(STDIN_FILENO, STDOUT_FILENO);

	(void)o;
	if (r == -EPROTO)
		return complain_usage("agent: that is no request; 'ipcbench ab "
				      "--with' and another ipcbench make them");
	return r < 0 ? complain("agent", r) : EXIT_OK;
}
