/* SPDX-License-Identifier: MIT */
/*
 * System calls that are made until they succeed, however the side waits.
 */
#pragma once

#include <errno.h>
#include <sched.h>

#include "mechanism.h"

/* After a call that failed: 0 to make it again, or -errno.  Where a side waits by trying,
 * EAGAIN is no failure, nor is ENOMSG, as msgrcv() calls it. */
static inline int call_retry(const struct channel *ch)
{
	if ((errno == EAGAIN || errno == ENOMSG) && ch->wait != WAIT_BLOCK) {
		if (ch->wait == WAIT_YIELD)
			sched_yield();
		return 0;
	}
	return errno == EINTR ? 0 : -errno;
}

/* Whether a call that moves a whole message or fails, and has returned n, did move it. */
static inline int call_moved_whole(const struct channel *ch, ssize_t n)
{
	return n < 0 ? -errno : (size_t)n == ch->size ? 0 : -EIO;
}

/* Makes the call, which returns less than 0 when it fails, until it is done; 0 or
 * -errno. */
#define UNTIL_DONE(ch, call)                                                             \
	__extension__({                                                                  \
		int result_ = 0;                                                         \
                                                                                         \
		while (result_ == 0 && (call) < 0)                                       \
			result_ = call_retry(ch);                                        \
		result_;                                                                 \
	})
