/* SPDX-License-Identifier: MIT */
/*
 * What the commands say on stderr when they cannot go on.  Each function returns the exit
 * status that goes with it.
 */
#pragma once

/* Wrong usage: EXIT_USAGE. */
int complain_usage(const char *message);

/* What could not be done, and why: -errno.  EXIT_FAILED. */
int complain(const char *what, int error);

/* The option's directory cannot be used, for that -errno: EXIT_USAGE. */
int complain_directory(const char *option, const char *directory, int error);
