/* SPDX-License-Identifier: MIT */
/*
 * Messages on stderr, for commands that cannot go on.  Each function returns the exit
 * status that belongs to its message.
 */
#pragma once

/* Wrong usage: EXIT_USAGE. */
int complain_usage(const char *message);

/* What failed, and the -errno that says why: EXIT_FAILED. */
int complain(const char *what, int error);

/* An option names a directory that cannot be used because of this -errno: EXIT_USAGE. */
int complain_directory(const char *option, const char *directory, int error);
