/* SPDX-License-Identifier: MIT */
/*
 * Output with stdio.
 */
#pragma once

#include <errno.h>
#include <stdio.h>

/* Writes what is buffered.  Returns 0, or -errno if this or anything before failed; -EIO
 * if stdio no longer knows why. */
static inline int stream_flush(FILE *to)
{
	if (fflush(to))
		return -errno;
	return ferror(to) ? -EIO : 0;
}
