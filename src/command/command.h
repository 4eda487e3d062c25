/* SPDX-License-Identifier: MIT */
/*
 * The commands, each in the file of its name.  A new one is a file here that defines a
 * command_fn, its row in options/table.c (how it is called and what it takes), and its
 * line in main.c.
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

/* Carries out the command and says on stderr what went wrong.  Returns the program's exit
 * status. */
typedef int command_fn(const struct options *o);

command_fn command_run; /* also ab and trust: runs that are reported in another way */
command_fn command_tune;
command_fn command_list;
command_fn command_compare;
command_fn command_doctor;
command_fn command_agent;
command_fn command_script; /* plot, report and shell */

/* Messages on stderr, for commands that cannot go on (complain.c).  Each function returns
 * the exit status that belongs to its message. */

/* Wrong usage: EXIT_USAGE. */
int complain_usage(const char *message);

/* What failed, and the -errno that says why: EXIT_FAILED. */
int complain(const char *what, int error);

/* Standard output could not be written.  EXIT_FAILED; but if its reader is gone, as that
 * of "ipcbench list | head" is, it has seen what it wanted: EXIT_OK, and no message. */
int complain_output(int error);

/* An option names a directory that cannot be used because of this -errno: EXIT_USAGE. */
int complain_directory(const char *option, const char *directory, int error);
