/* SPDX-License-Identifier: MIT */
#include "plan/plan.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

#include "options/nearest.h"
#include "registry.h"

/* If a mechanism has the same name as its family, the name stands for the mechanism, and
 * "family:pipe" for the family. */
static bool name_selects(const char *name, const struct mechanism *m)
{
	static const char prefix[] = "family:";

	if (strncmp(name, prefix, sizeof(prefix) - 1) == 0)
		return strcmp(name + sizeof(prefix) - 1, m->family) == 0;
	if (mechanism_find(name))
		return strcmp(name, m->name) == 0;
	return strcmp(name, "all") == 0 || strcmp(name, m->family) == 0 ||
	       fnmatch(name, m->name, 0) == 0;
}

bool plan_selects(const struct text_words *names, const struct mechanism *m)
{
	for (size_t i = 0; i < names->count; i++)
		if (name_selects(names->at[i], m))
			return true;
	return names->count == 0;
}

static bool name_selects_any(const char *name, struct nearest *nearest)
{
	for (size_t i = 0; i < mechanism_count; i++) {
		if (name_selects(name, mechanisms[i]))
			return true;
		nearest_try(nearest, mechanisms[i]->name);
		nearest_try(nearest, mechanisms[i]->family);
	}
	nearest_try(nearest, "all");
	return false;
}

int plan_check_names(const struct text_words *names, char message[static MESSAGE_SIZE])
{
	for (size_t i = 0; i < names->count; i++) {
		struct nearest nearest = {.word = names->at[i]};

		if (name_selects_any(names->at[i], &nearest))
			continue;
		if (nearest.name)
			return refuse(message,
				      "no mechanism is called '%s'; did you mean '%s'?",
				      names->at[i], nearest.name);
		return refuse(message,
			      "no mechanism is called '%s'; 'ipcbench list' shows them",
			      names->at[i]);
	}
	return 0;
}
