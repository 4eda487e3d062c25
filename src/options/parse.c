/* SPDX-License-Identifier: MIT */
/*
 * Options may stand before, between and after the mechanisms.  Of an option that is given
 * twice, the last value counts, except that lists add up.
 */
#include "options/options.h"

#include <errno.h>
#include <string.h>

#include "job.h"
#include "options/nearest.h"
#include "options/table.h"

enum { ARM_SIZE = 256 };

struct reader {
	char **next;	/* of argv, which ends in NULL */
	unsigned takes; /* the command whose options are accepted: RUN, ARM ... */
	struct options options;
	char *message; /* MESSAGE_SIZE bytes */
};

static int command_read(struct reader *rd)
{
	const char *name = *rd->next;
	struct nearest nearest = {.word = name};

	if (!name)
		return refuse(rd->message,
			      "no command; try ipcbench run, or ipcbench --help");
	if (*name == '-')
		return 0;
	for (int i = COMMAND_NONE + 1; i < COMMAND_COUNT; i++) {
		if (strcmp(name, command_rows[i].name) == 0) {
			rd->options.command = (enum command)i;
			rd->takes = 1u << i;
			rd->next++;
			return 0;
		}
		nearest_try(&nearest, command_rows[i].name);
	}
	if (nearest.name)
		return refuse(rd->message, "no command '%.40s'; did you mean '%s'?", name,
			      nearest.name);
	return refuse(rd->message, "no command '%.40s'; see ipcbench --help", name);
}

static const struct option_row *row_find(const char *name, unsigned command)
{
	for (size_t i = 0; i < option_row_count; i++)
		if (option_rows[i].commands & command &&
		    strcmp(option_rows[i].name, name) == 0)
			return &option_rows[i];
	return NULL;
}

/* Complains about @typed, which is an option of another command or of none. */
static int option_refuse(struct reader *rd, const char *typed)
{
	const char *command = command_rows[rd->options.command].name;
	const char *name = typed + strspn(typed, "-");
	struct nearest nearest = {.word = name};

	if (!command)
		return refuse(rd->message, "%s: start with a command, as in ipcbench run",
			      typed);
	if (strncmp(typed, "--", 2) == 0 && row_find(name, ~0u))
		return refuse(rd->message, "ipcbench %s has no %s", command, typed);
	for (size_t i = 0; i < option_row_count; i++)
		if (option_rows[i].commands & rd->takes)
			nearest_try(&nearest, option_rows[i].name);
	if (nearest.name)
		return refuse(rd->message, "no option %s; did you mean --%s?", typed,
			      nearest.name);
	return refuse(rd->message, "no option %s; see ipcbench %s --help", typed,
		      command);
}

static int value_read(const struct option_row *row, const char *value, void *ret,
		      char *why)
{
	switch (row->kind) {
	case SWITCH:
		*(bool *)ret = true;
		return 0;
	case COUNT:
		return count_parse(value, row->max, ret, why);
	case VALUES:
		return list_parse(value, row->read, row->word, ret, why);
	case PERCENT:
		return percent_parse(value, ret, why);
	case DURATION:
		return duration_parse(value, ret, why);
	case CHOICE:
		return choice_parse(value, row->word, ret, why);
	case WORDS:
		return words_parse(value, ret, why);
	case STRING:
		*(const char **)ret = value;
		return *value ? 0 : refuse(why, "is empty");
	}
	return -EINVAL;
}

/* Reads --name, --name value or --name=value. */
static int option_read(struct reader *rd)
{
	const char *text = *rd->next++;
	const char *value = strchr(text, '=');
	char typed[TEXT_WORD_SIZE], why[MESSAGE_SIZE];
	const struct option_row *row = NULL;
	void *field;

	snprintf(typed, sizeof(typed), "%.*s", (int)strcspn(text, "="), text);
	if (strncmp(typed, "--", 2) == 0)
		row = row_find(typed + 2, rd->takes);
	if (!row)
		return option_refuse(rd, typed);
	if (value && !row->value)
		return refuse(rd->message, "%s takes no value", typed);

	if (value)
		value++;
	else if (row->value && *rd->next)
		value = *rd->next++;
	else if (row->value)
		return refuse(rd->message, "%s needs a value: %s", typed, row->value);
	field = (char *)&rd->options + row->field;
	/* The options of an arm are all lists, which begin with their count.  They
	 * replace those that are for all arms. */
	if (rd->takes == ARM)
		*(size_t *)field = 0;
	if (value_read(row, value, field, why) == 0)
		return 0;
	if (row->example)
		return refuse(rd->message, "%s %.60s: %s, e.g. %s %s", typed, value, why,
			      typed, row->example);
	return refuse(rd->message, "%s %.60s: %s", typed, value, why);
}

/* Reads an argument that is no option: an arm, a directory or a mechanism. */
static int argument_read(struct reader *rd)
{
	const struct command_row *command = &command_rows[rd->options.command];
	struct options *options = &rd->options;
	const char *text = *rd->next++;
	char why[MESSAGE_SIZE];

	if (rd->takes & (AB | COMPARE | AGENT)) {
		if (options->argument_count == command->most)
			return refuse(rd->message, "%s: '%.60s' is one argument too many",
				      command->name, text);
		options->arguments[options->argument_count++] = text;
		return 0;
	}
	if (words_parse(text, &options->mechanisms, why) == 0)
		return 0;
	return refuse(rd->message, "mechanism '%.60s': %s; see ipcbench list", text, why);
}

/* What is wrong with options that require or exclude each other, or NULL. */
static const char *options_conflict(const struct options *o)
{
	const bool paced = text_list_has(&o->patterns, PACED);

	if (o->help || o->version)
		return NULL;
	if (o->with && o->argument_count > 2)
		return "ab --with takes one arm for both programs, or one for each";
	if (o->command == COMMAND_AB && o->argument_count < 2)
		return "ab needs two arms at least, such as ab 'pipe' 'pipe --buffer 1M'";
	if (o->command == COMMAND_COMPARE && o->argument_count < 2)
		return "compare needs two directories of results, such as compare "
		       "results/old results/new";
	if ((o->peer || o->connect) && o->placements.count)
		return "--peer and --connect decide where the server is; leave out "
		       "--placement";
	if (o->peer && o->connect)
		return "--peer and --connect are two servers; choose one";
	if (o->address && !o->peer)
		return "--address is where --peer is reached; add --peer";
	if (o->command == COMMAND_TUNE && o->mechanisms.count == 0)
		return "tune needs a mechanism, as in ipcbench tune pipe";
	if (o->messages && !(o->exclusive && o->rounds == 1))
		return "--messages needs one slice of one case alone; add --exclusive "
		       "--rounds 1";
	if (o->messages && paced)
		return "--messages does not go with --pattern paced, whose slices last "
		       "as long as --rate makes them";
	if (o->rates.count > 0 && !paced)
		return "--rate is for paced messages; add --pattern paced";
	return NULL;
}

int options_parse(int argc, char **argv, struct options *ret,
		  char message[static MESSAGE_SIZE])
{
	struct reader rd = {
		.next = argv + (argc > 0),
		.takes = NONE,
		.options.argv = argv,
		.message = message,
	};
	struct options *o = &rd.options;
	const char *conflict;
	int r = command_read(&rd);

	while (r == 0 && *rd.next && !o->help && !o->version &&
	       !command_rows[o->command].script)
		r = **rd.next == '-' ? option_read(&rd) : argument_read(&rd);
	if (r < 0)
		return r;
	if (o->with && o->argument_count == 1)
		o->arguments[o->argument_count++] = o->arguments[0];
	conflict = options_conflict(o);
	if (conflict)
		return refuse(message, "%s", conflict);
	*ret = *o;
	return 0;
}

int options_parse_arm(const struct options *common, const char *arm, struct options *ret,
		      char message[static MESSAGE_SIZE])
{
	char text[ARM_SIZE], *words[ARM_SIZE / 2 + 1], *rest = text;
	struct reader rd = {
		.next = words,
		.takes = ARM,
		.options = *common,
		.message = message,
	};
	size_t n = 0;
	int r = 0;

	rd.options.mechanisms.count = 0;
	/* The options of an arm are copied, so they may outlive the text. */
	if (snprintf(text, sizeof(text), "%s", arm) >= ARM_SIZE)
		return refuse(message, "ab: an arm is longer than %d letters",
			      ARM_SIZE - 1);
	for (char *word; (word = strsep(&rest, " \t"));)
		if (*word)
			words[n++] = word;
	words[n] = NULL;
	while (r == 0 && *rd.next)
		r = **rd.next == '-' ? option_read(&rd) : argument_read(&rd);
	if (r == 0 && rd.options.mechanisms.count != 1)
		r = refuse(message, "ab: the arm '%s' does not name one mechanism", arm);
	if (r == 0)
		*ret = rd.options;
	return r;
}
