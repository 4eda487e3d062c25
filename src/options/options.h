/* SPDX-License-Identifier: MIT */
/*
 * What the user asked for: the command line as plain values.
 *
 * Nothing is decided here.  What was not given is 0, an empty list or NULL, and the plan
 * knows the defaults.  Mechanisms are the names and patterns that were typed.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "mechanism.h"
#include "options/value.h"

enum { OPTIONS_ARMS_MAX = 24 };

enum command {
	COMMAND_NONE, /* only with help or version */
	COMMAND_RUN,
	COMMAND_LIST,
	COMMAND_AB,
	COMMAND_TRUST,
	COMMAND_TUNE,
	COMMAND_COMPARE,
	COMMAND_DOCTOR,
	COMMAND_PLOT,
	COMMAND_REPORT,
	COMMAND_SHELL,
	COMMAND_AGENT,
	COMMAND_COUNT,
};

/* What tune improves.  AUTO: bandwidth for sizes from 4K on, latency below. */
enum goal {
	GOAL_AUTO,
	GOAL_BANDWIDTH,
	GOAL_LATENCY,
	GOAL_CPU,
	GOAL_BALANCED,
	GOAL_COUNT
};

enum format { FORMAT_TABLE, FORMAT_CSV, FORMAT_JSON, FORMAT_COUNT };

struct options {
	enum command command;
	bool help;    /* print options_help() and do nothing else */
	bool version; /* print the version and do nothing else */
	char **argv;  /* the whole command line, as it was typed; ends with NULL */

	/* What to measure. */
	struct text_words mechanisms;		 /* names, families, globs, "all" */
	const char *arguments[OPTIONS_ARMS_MAX]; /* ab: arms; compare: OLD and NEW */
	size_t argument_count;
	const char *peer;    /* the command that starts an agent elsewhere */
	const char *address; /* at which the client reaches that host */
	const char *connect; /* HOST:PORT of an echo service */
	const char *with;    /* of ab: the ipcbench of the second arm */
	struct text_words variants;
	struct text_list patterns;   /* enum pattern */
	struct text_list rates;	     /* messages per second, of paced ones only */
	struct text_list sizes;	     /* bytes */
	struct text_list placements; /* enum placement */
	struct text_list settings[SETTING_COUNT];
	struct text_list waits;	  /* enum wait */
	struct text_list touches; /* enum touch */
	const char *directory;	  /* where mechanisms may make files */
	const char *reference;	  /* the mechanism that others are compared with */

	/* How, and for how long. */
	uint64_t rounds;
	uint64_t sessions;
	uint64_t session_gap_ns;
	uint64_t messages; /* only with exclusive and one round */
	uint64_t time_limit_ns;
	uint64_t seed;
	double precision; /* half the width of an interval, as a share: 0.02 for 2% */
	double planted;	  /* of trust: the delay, as a share of the round trip */
	bool exclusive;
	bool quick;
	bool strict;   /* of doctor: fail if something is amiss */
	bool verify;   /* of tune: measure the advice again */
	unsigned goal; /* of tune: enum goal */
	bool dry_run;
	bool no_probe; /* of list: show what is stated, try nothing */

	/* What to do with the results. */
	unsigned format; /* enum format */
	const char *output;
	const char *label;
	bool no_slices; /* leave slices.csv out */
	bool quiet;
};

/*
 * Reads the command line.  Returns 0, or -EINVAL, and then *@ret is left alone and
 * @message is one line, without program name and line end: what is wrong, why, and what
 * to do about it.  Strings in *@ret point into @argv.
 */
int options_parse(int argc, char **argv, struct options *ret,
		  char message[static MESSAGE_SIZE]);

/*
 * Reads one of the arms, such as "pipe --buffer 1M".  What it leaves open is as in
 * @common.  Returns as options_parse() does.
 */
int options_parse_arm(const struct options *common, const char *arm, struct options *ret,
		      char message[static MESSAGE_SIZE]);

/* Writes how to use a command, or, for COMMAND_NONE, the program. */
void options_help(FILE *to, enum command command);

/* As on the command line and in the CSV; NULL past the last. */
const char *goal_name(unsigned goal);
