/* SPDX-License-Identifier: MIT */
/*
 * The agent's end of the protocol.
 */
#pragma once

/*
 * Hosts a pair, or its server, as the requests on one descriptor say, and answers them on
 * the other.  Ends when the requests do, even in the middle of a slice.  Returns 0, or
 * -EPROTO after a line that is no request, or another -errno.
 */
int agent_serve(int in, int out);
