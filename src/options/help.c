/* SPDX-License-Identifier: MIT */
#include "options/table.h"

static void commands_help(FILE *to)
{
	fprintf(to, "usage: ipcbench COMMAND [ARGUMENT...] [OPTION...]\n\n"
		    "Measures what it costs two processes to exchange data.\n\n");
	for (int i = COMMAND_NONE + 1; i < COMMAND_COUNT; i++)
		fprintf(to, "  %-7s %-15s %s\n", command_rows[i].name,
			command_rows[i].arguments, command_rows[i].summary);
	fprintf(to, "\nSee ipcbench COMMAND --help, and the manual: man ipcbench.\n");
}

static const char *arguments_help(enum command command)
{
	switch (command) {
	case COMMAND_AB:
		return "An ARM is a mechanism and options up to --variant, such as "
		       "'pipe --buffer 1M'.\n"
		       "Sizes take K, M, G (1024-based).\n";
	case COMMAND_COMPARE:
		return "OLD and NEW are directories that ipcbench run --output made.\n"
		       "Exit status 3: something became slower.\n";
	default:
		return "A MECHANISM is a name, a family, a glob or all; see ipcbench "
		       "list.\n"
		       "Sizes take K, M, G (1024-based).\n";
	}
}

void options_help(FILE *to, enum command command)
{
	const struct command_row *row = &command_rows[command];

	if (command == COMMAND_NONE) {
		commands_help(to);
		return;
	}
	fprintf(to, "usage: ipcbench %s%s%s [OPTION...]\n\n%s\n\n", row->name,
		*row->arguments ? " " : "", row->arguments, row->summary);
	if (*row->arguments)
		fprintf(to, "%s\n", arguments_help(command));
	for (size_t i = 0; i < option_row_count; i++) {
		char usage[TEXT_WORD_SIZE];

		if (!(option_rows[i].commands & 1u << command))
			continue;
		snprintf(usage, sizeof(usage), "--%s %s", option_rows[i].name,
			 option_rows[i].value ? option_rows[i].value : "");
		fprintf(to, "  %-22s %s\n", usage, option_rows[i].help);
	}
}
