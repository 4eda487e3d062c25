/* SPDX-License-Identifier: MIT */
/*
 * The command line, as two tables.  Parsing, help and suggestions follow from them, so a
 * new option is a row here and a field of struct options.  Only this room knows them.
 */
#pragma once

#include <stddef.h>

#include "options/options.h"

enum kind { SWITCH, COUNT, PERCENT, DURATION, CHOICE, VALUES, WORDS, STRING };

/* The commands that take an option. */
enum {
	NONE = 1 << COMMAND_NONE,
	RUN = 1 << COMMAND_RUN,
	LIST = 1 << COMMAND_LIST,
	AB = 1 << COMMAND_AB,
	TRUST = 1 << COMMAND_TRUST,
	COMPARE = 1 << COMMAND_COMPARE,
	DOCTOR = 1 << COMMAND_DOCTOR,
	AGENT = 1 << COMMAND_AGENT,
	TUNE = 1 << COMMAND_TUNE,
	ARM = 1 << COMMAND_COUNT, /* no command: an arm of ab */
};

struct command_row {
	const char *name, *arguments, *summary;
	size_t most; /* arguments, unless they are mechanisms */
	bool script; /* reads its own options */
};

struct option_row {
	const char *name;
	const char *value; /* its name in the help; NULL for a SWITCH */
	const char *help;
	const char *example; /* NULL if messages need none */
	unsigned commands;
	enum kind kind;
	size_t field;
	number_fn *read; /* of VALUES that are numbers */
	name_fn *word;	 /* of a CHOICE, or of VALUES */
	uint64_t max;	 /* of a COUNT */
};

extern const struct command_row command_rows[COMMAND_COUNT];
extern const struct option_row option_rows[]; /* in the order of the help */
extern const size_t option_row_count;
