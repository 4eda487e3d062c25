/* SPDX-License-Identifier: MIT */
/*
 * The commands.  Each returns the program's exit status.
 */
#pragma once

#include "options/options.h"

enum exit_status {
	EXIT_OK = 0,	 /* skips included */
	EXIT_FAILED = 1, /* a trial failed, or a file could not be written */
	EXIT_USAGE = 2,
	EXIT_SLOWER = 3,   /* compare: something became slower */
	EXIT_NOTHING = 77, /* nothing could run here */
	EXIT_SIGNAL = 128, /* plus the signal, after an orderly stop */
};

/* Of ab too, which is a run of arms with another way to tell. */
int command_run(const struct options *o, int argc, char **argv);
int command_agent(void);
int command_tune(const struct options *o, int argc, char **argv);
int command_list(const struct options *o);
int command_compare(const struct options *o);

/* Becomes the script of that name; returns only if it cannot. */
int command_script(const struct options *o);
