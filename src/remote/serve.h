/* SPDX-License-Identifier: MIT */
/*
 * The agent's end of the protocol: hosts a pair, or its server, for another ipcbench.
 */
#pragma once

/*
 * Answers requests until the input ends, in the middle of a slice too.  Returns 0, or
 * -EPROTO after a line that is no request, or another -errno.
 */
int agent_serve(int in, int out);
