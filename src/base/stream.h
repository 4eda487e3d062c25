/* SPDX-License-Identifier: MIT */
/*
 * Whether what was written has arrived.
 */
#pragma once

#include <errno.h>
#include <stdio.h>

/* Sends on what is buffered.  0, or -errno if that, or anything before, went wrong; -EIO
 * where stdio no longer knows why. */
static inline int stream_flush(FILE *to)
{
	if (fflush(to))
		return -errno;
	return ferror(to) ? -EIO : 0;
}
