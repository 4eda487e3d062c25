/* SPDX-License-Identifier: MIT */
/*
 * Whether to make a system call again that has just failed.
 */
#pragma once

#include <errno.h>
#include <sched.h>

#include "mechanism.h"

/* Returns 0 to call again, or -errno.  EAGAIN, for which msgrcv() says ENOMSG, is no
 * failure where the side waits by trying; if it is to give way between tries, it just
 * has. */
static inline int call_retry(const struct channel *ch)
{
	if ((errno == EAGAIN || errno == ENOMSG) && ch->wait != WAIT_BLOCK) {
		if (ch->wait == WAIT_YIELD)
			sched_yield();
		return 0;
	}
	return errno == EINTR ? 0 : -errno;
}
