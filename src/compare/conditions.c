/* SPDX-License-Identifier: MIT */
#include "compare/conditions.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "machine/host.h"

enum { KEY_SIZE = 64 };

static const struct {
	const char *key, *name;
} conditions_known[CONDITION_COUNT] = {
	{"cpu_model", "CPU"},
	{"machine_model", "machine"},
	{"virtual_machine", "virtual machine"},
	{"container", "container"},
	{"cpus_allowed_list", "CPUs allowed"},
	{"kernel_release", "kernel"},
	{"kernel_version", "kernel build"},
	{"libc", "libc"},
	{"clocksource", "clocksource"},
	{"governor", "frequency governor"},
	{"scaling_driver", "frequency driver"},
	{"turbo", "turbo"},
	{"smt", "SMT"},
	{"idle_driver", "idle driver"},
	{"guest_halt_poll_ns", "guest_halt_poll_ns"},
	{"mitigations_active", "active mitigations"},
	{"version", "version of ipcbench"},
	{"compiler", "compiler"},
	{"buildtype", "build type"},
	{"optimization", "optimization"},
	{"sanitize", "sanitizers"},
	{"state", "state of the run"},
	{"command", "--exclusive"},
};

const char *condition_name(size_t index)
{
	return conditions_known[index].name;
}

/* Cuts a line such as '"key": "value",' into key and value, without their quotes. */
static bool line_split(char *line, char key[static KEY_SIZE], char **value)
{
	size_t length;
	int begin = 0;

	if (sscanf(line, " \"%63[^\"]\": %n", key, &begin) != 1 || begin == 0)
		return false;
	*value = line + begin;
	length = strlen(*value);
	while (length && strchr("\n,", (*value)[length - 1]))
		length--;
	if (length > 1 && **value == '"' && (*value)[length - 1] == '"') {
		++*value;
		length -= 2;
	}
	(*value)[length] = '\0';
	return true;
}

/* The first of several lines with the same key counts. */
static void condition_set(struct conditions *conditions, const char *key,
			  const char *value)
{
	for (size_t i = 0; i < CONDITION_COUNT; i++) {
		if (strcmp(conditions_known[i].key, key) != 0 || conditions->values[i][0])
			continue;
		/* One option of the command line is a condition. */
		if (strcmp(key, "command") == 0)
			value = strstr(value, "\"--exclusive\"") ? "yes" : "no";
		snprintf(conditions->values[i], CONDITION_SIZE, "%s", value);
	}
}

int conditions_read(struct conditions *conditions, FILE *from)
{
	char *line = NULL;
	size_t capacity = 0;
	int r;

	memset(conditions, 0, sizeof(*conditions));
	while (getline(&line, &capacity, from) >= 0) {
		char key[KEY_SIZE], *value;

		if (line_split(line, key, &value))
			condition_set(conditions, key, value);
	}
	r = ferror(from) ? -EIO : 0;
	free(line);
	for (size_t i = 0; i < CONDITION_COUNT; i++)
		if (!conditions->values[i][0])
			strcpy(conditions->values[i], NOT_AVAILABLE);
	return r;
}
