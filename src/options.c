/* SPDX-License-Identifier: MIT */
/*
 * The command line, as two tables: commands and options.  Parsing, help and
 * suggestions follow from them, so that a new option is a row and a field.
 *
 * Options may stand before, between and after the mechanisms.  Of an option given
 * twice the last counts; lists add up.
 */
#include "options.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include "case.h"
#include "nearest.h"

static const struct command_row {
	const char *name, *arguments, *summary;
} commands[COMMAND_COUNT] = {
	[COMMAND_RUN] = {"run", "[MECHANISM...]", "measure mechanisms side by side"},
	[COMMAND_LIST] = {"list", "[MECHANISM...]",
			  "what there is and whether it works here"},
};

enum kind { SWITCH, COUNT, SIZES, PERCENT, DURATION, CHOICE, CHOICES, WORDS, STRING };

/* The commands that take an option. */
enum {
	NONE = 1 << COMMAND_NONE,
	RUN = 1 << COMMAND_RUN,
	LIST = 1 << COMMAND_LIST,
};

static const char *pattern_word(unsigned value)
{
	return value < PATTERN_COUNT ? pattern_name(value) : NULL;
}

static const char *wait_word(unsigned value)
{
	return value < WAIT_COUNT ? wait_name(value) : NULL;
}

static const char *touch_word(unsigned value)
{
	return value < TOUCH_COUNT ? touch_name(value) : NULL;
}

static const char *placement_word(unsigned value)
{
	return value < PLACEMENT_COUNT ? placement_name(value) : NULL;
}

static const char *format_word(unsigned value)
{
	static const char *const names[FORMAT_COUNT] = {"table", "csv", "json"};

	return value < FORMAT_COUNT ? names[value] : NULL;
}

#define FIELD(name) .field = offsetof(struct options, name)

/* In the order of the help. */
static const struct option_row {
	const char *name;
	const char *value; /* what it is called in the help; NULL for a SWITCH */
	const char *help;
	const char *example; /* or NULL where the message needs none */
	unsigned commands;
	enum kind kind;
	size_t field;
	text_name_fn *word; /* of a CHOICE or CHOICES */
	uint64_t max;	    /* of a COUNT */
} rows[] = {
	/* clang-format off */
	{"pattern", "PATTERN,..", "round-trip, stream", NULL,
	 RUN, CHOICES, FIELD(patterns), .word = pattern_word},
	{"size", "SIZE,..", "payload: 64,4K or 64..1M or 64..1M*4", "64,4K or 64..1M",
	 RUN, SIZES, FIELD(sizes)},
	{"placement", "PLACE,..", "same-cpu, smt, same-cache, same-node, cross-node, any", NULL,
	 RUN, CHOICES, FIELD(placements), .word = placement_word},
	{"wait", "WAIT,..", "how a side waits: block, spin, yield, hybrid", NULL,
	 RUN, CHOICES, FIELD(waits), .word = wait_word},
	{"touch", "TOUCH,..", "full: write and check every byte; none: leave alone", NULL,
	 RUN, CHOICES, FIELD(touches), .word = touch_word},
	{"buffer", "SIZE,..", "kernel or ring buffer to ask for", "64K,1M or 4K..1M",
	 RUN, SIZES, FIELD(buffers)},
	{"variant", "NAME,..", "ways to make it, see ipcbench list", NULL,
	 RUN, WORDS, FIELD(variants)},
	{"directory", "DIR", "where mechanisms may make files", NULL,
	 RUN, STRING, FIELD(directory)},
	{"reference", "MECHANISM", "what ratios are to (pipe)", NULL,
	 RUN, STRING, FIELD(reference)},

	{"rounds", "N", "exactly this many rounds", "10",
	 RUN, COUNT, FIELD(rounds), .max = 100000},
	{"precision", "P%", "stop when intervals are within P% of their figure", "2%",
	 RUN, PERCENT, FIELD(precision)},
	{"time-limit", "TIME", "stop after 90s, 5m or 1h at the latest", "90s or 5m",
	 RUN, DURATION, FIELD(time_limit_ns)},
	{"sessions", "N", "this many sessions, to compare with other runs", "3",
	 RUN, COUNT, FIELD(sessions), .max = 1000},
	{"exclusive", NULL, "one case at a time, in long slices", NULL,
	 RUN, SWITCH, FIELD(exclusive)},
	{"messages", "N", "exactly N exchanges; --exclusive --rounds 1 only", "100000",
	 RUN, COUNT, FIELD(messages), .max = UINT32_MAX},
	{"quick", NULL, "a first look: fewer cases, wider intervals", NULL,
	 RUN, SWITCH, FIELD(quick)},
	{"seed", "N", "repeat the random order of another run", "1",
	 RUN, COUNT, FIELD(seed), .max = UINT64_MAX},
	{"dry-run", NULL, "print the plan, measure nothing", NULL,
	 RUN, SWITCH, FIELD(dry_run)},

	{"format", "FORMAT", "table, csv or json on standard output", NULL,
	 RUN | LIST, CHOICE, FIELD(format), .word = format_word},
	{"output", "DIR", "write the result files there", NULL,
	 RUN, STRING, FIELD(output)},
	{"label", "TEXT", "a note kept with the results", NULL,
	 RUN, STRING, FIELD(label)},
	{"quiet", NULL, "no progress, no advice", NULL,
	 RUN, SWITCH, FIELD(quiet)},
	{"help", NULL, "print this", NULL,
	 NONE | RUN | LIST, SWITCH, FIELD(help)},
	{"version", NULL, "print the version", NULL,
	 NONE | RUN | LIST, SWITCH, FIELD(version)},
	/* clang-format on */
};

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

struct reader {
	char **next; /* of argv, which ends in NULL */
	struct options options;
	char *message;
	size_t message_size;
};

__attribute__((format(printf, 2, 3))) static int refuse(struct reader *rd,
							const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(rd->message, rd->message_size, format, args);
	va_end(args);

	/* It quotes what was typed, and is to be one line. */
	for (char *at = rd->message; *at; at++)
		if (iscntrl((unsigned char)*at))
			*at = '?';
	return -EINVAL;
}

static int command_refuse(struct reader *rd, const char *name)
{
	struct nearest nearest = {.word = name};

	for (int i = COMMAND_NONE + 1; i < COMMAND_COUNT; i++)
		nearest_try(&nearest, commands[i].name);
	if (nearest.name)
		return refuse(rd, "no command '%.40s'; did you mean '%s'?", name,
			      nearest.name);
	return refuse(rd, "no command '%.40s'; see ipcbench --help", name);
}

static int command_read(struct reader *rd)
{
	const char *name = *rd->next;

	if (!name)
		return refuse(rd, "no command; try ipcbench run, or ipcbench --help");
	if (*name == '-')
		return 0;
	for (int i = COMMAND_NONE + 1; i < COMMAND_COUNT; i++) {
		if (strcmp(name, commands[i].name) == 0) {
			rd->options.command = (enum command)i;
			rd->next++;
			return 0;
		}
	}
	return command_refuse(rd, name);
}

static const struct option_row *row_find(const char *name, unsigned command)
{
	for (size_t i = 0; i < ROWS; i++)
		if (rows[i].commands & command && strcmp(rows[i].name, name) == 0)
			return &rows[i];
	return NULL;
}

/* @typed is an option of another command, or of none. */
static int option_refuse(struct reader *rd, const char *typed)
{
	const char *command = commands[rd->options.command].name;
	const char *name = typed + strspn(typed, "-");
	struct nearest nearest = {.word = name};

	if (!command)
		return refuse(rd, "%s: start with a command, as in ipcbench run", typed);
	if (strncmp(typed, "--", 2) == 0 && row_find(name, ~0u))
		return refuse(rd, "ipcbench %s has no %s", command, typed);
	for (size_t i = 0; i < ROWS; i++)
		if (rows[i].commands & 1u << rd->options.command)
			nearest_try(&nearest, rows[i].name);
	if (nearest.name)
		return refuse(rd, "no option %s; did you mean --%s?", typed,
			      nearest.name);
	return refuse(rd, "no option %s; see ipcbench %s --help", typed, command);
}

static int string_read(const char *value, const char **ret, char *why)
{
	if (!*value) {
		snprintf(why, TEXT_WHY_SIZE, "is empty");
		return -EINVAL;
	}
	*ret = value;
	return 0;
}

static int value_read(const struct option_row *row, const char *value, void *ret,
		      char *why)
{
	switch (row->kind) {
	case SWITCH:
		*(bool *)ret = true;
		return 0;
	case COUNT:
		return text_parse_count(value, row->max, ret, why);
	case SIZES:
		return text_parse_sizes(value, ret, why);
	case PERCENT:
		return text_parse_percent(value, ret, why);
	case DURATION:
		return text_parse_duration(value, ret, why);
	case CHOICE:
		return text_parse_choice(value, row->word, ret, why);
	case CHOICES:
		return text_parse_choices(value, row->word, ret, why);
	case WORDS:
		return text_parse_words(value, ret, why);
	case STRING:
		return string_read(value, ret, why);
	}
	return -EINVAL;
}

/* Reads --name, --name value or --name=value. */
static int option_read(struct reader *rd)
{
	const char *text = *rd->next++;
	const char *value = strchr(text, '=');
	char typed[TEXT_WORD_SIZE], why[TEXT_WHY_SIZE];
	const struct option_row *row = NULL;

	snprintf(typed, sizeof(typed), "%.*s", (int)strcspn(text, "="), text);
	if (strncmp(typed, "--", 2) == 0)
		row = row_find(typed + 2, 1u << rd->options.command);
	if (!row)
		return option_refuse(rd, typed);
	if (value && !row->value)
		return refuse(rd, "%s takes no value", typed);

	if (value)
		value++;
	else if (row->value && *rd->next)
		value = *rd->next++;
	else if (row->value)
		return refuse(rd, "%s needs a value: %s", typed, row->value);
	if (value_read(row, value, (char *)&rd->options + row->field, why) == 0)
		return 0;
	if (row->example)
		return refuse(rd, "%s %.60s: %s, e.g. %s %s", typed, value, why, typed,
			      row->example);
	return refuse(rd, "%s %.60s: %s", typed, value, why);
}

static int mechanism_read(struct reader *rd)
{
	const char *text = *rd->next++;
	char why[TEXT_WHY_SIZE];

	if (text_parse_words(text, &rd->options.mechanisms, why) == 0)
		return 0;
	return refuse(rd, "mechanism '%.60s': %s; see ipcbench list", text, why);
}

/* What options ask of each other. */
static int options_check(struct reader *rd)
{
	const struct options *options = &rd->options;

	if (options->help || options->version)
		return 0;
	if (options->messages && !(options->exclusive && options->rounds == 1))
		return refuse(rd, "--messages counts one slice of one case alone; "
				  "add --exclusive --rounds 1");
	return 0;
}

int options_parse(int argc, char **argv, struct options *ret, char *message,
		  size_t message_size)
{
	struct reader rd = {
		.next = argv + (argc > 0),
		.message = message,
		.message_size = message_size,
	};
	int r = command_read(&rd);

	while (r == 0 && *rd.next && !rd.options.help && !rd.options.version)
		r = **rd.next == '-' ? option_read(&rd) : mechanism_read(&rd);
	if (r == 0)
		r = options_check(&rd);
	if (r == 0)
		*ret = rd.options;
	return r;
}

static void commands_help(FILE *to)
{
	fprintf(to, "usage: ipcbench COMMAND [ARGUMENT...] [OPTION...]\n\n"
		    "Measures what it costs two processes to exchange data.\n\n");
	for (int i = COMMAND_NONE + 1; i < COMMAND_COUNT; i++)
		fprintf(to, "  %-5s %-17s %s\n", commands[i].name, commands[i].arguments,
			commands[i].summary);
	fprintf(to, "\nSee ipcbench COMMAND --help, and the manual: man ipcbench.\n");
}

void options_help(FILE *to, enum command command)
{
	const struct command_row *row = &commands[command];

	if (command == COMMAND_NONE) {
		commands_help(to);
		return;
	}
	fprintf(to,
		"usage: ipcbench %s %s [OPTION...]\n\n%s\n\n"
		"A MECHANISM is a name, a family, a glob or all; see ipcbench list.\n"
		"Sizes take K, M, G (1024-based).\n\n",
		row->name, row->arguments, row->summary);
	for (size_t i = 0; i < ROWS; i++) {
		char usage[TEXT_WORD_SIZE];

		if (!(rows[i].commands & 1u << command))
			continue;
		snprintf(usage, sizeof(usage), "--%s %s", rows[i].name,
			 rows[i].value ? rows[i].value : "");
		fprintf(to, "  %-22s %s\n", usage, rows[i].help);
	}
}
