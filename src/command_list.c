/* SPDX-License-Identifier: MIT */
/*
 * ipcbench list: what there is, and whether it works here.  That is tried, with a
 * pair of processes and one message, not looked up.
 */
#include <errno.h>

#include "cells.h"
#include "command.h"
#include "plan.h"
#include "reason.h"
#include "registry.h"

#define PROBE_SIZE 8

static const struct {
	unsigned trait;
	const char *word;
} words[] = {
	{MECH_TOKEN, "token"},
	{MECH_LOSSY, "lossy"},
	{MECH_CONTROL, "control"},
	{MECH_BOUNDARIES, "boundaries"},
	{MECH_ONE_WAY, "one-way"},
	{MECH_NAMED, "named"},
	{MECH_PERSISTS | MECH_UNLINKED, "persists"},
	{MECH_HOSTS, "hosts"},
};

/* What a mechanism is like, in words with spaces between; "none" if nothing. */
static void traits_text(const struct mechanism *m, char *text, size_t size)
{
	size_t n = 0;

	snprintf(text, size, "none");
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (m->traits & words[i].trait && n < size)
			n += (size_t)snprintf(text + n, size - n, "%s%s", n ? " " : "",
					      words[i].word);
}

static void waits_text(const struct mechanism *m, char *text, size_t size)
{
	size_t n = 0;

	for (enum wait wait = WAIT_BLOCK; wait < WAIT_COUNT; wait++)
		if (m->waits & WAITS(wait) && n < size)
			n += (size_t)snprintf(text + n, size - n, "%s%s", n ? " " : "",
					      wait_name(wait));
}

/* Passes one message; "yes", or why that does not work. */
static void probe(struct supervisor *sv, const struct options *o,
		  const struct mechanism *m, char works[static REASON_SIZE])
{
	struct failure failure;
	struct outcome outcome;
	struct pair *pair = NULL;

	const struct ipc_case c = {
		.mechanism = m,
		.size = m->traits & MECH_TOKEN ? 0 : PROBE_SIZE,
		.cpu = {-1, -1},
		.wait = case_default_wait(m),
		.variant = m->variants ? m->variants[0] : NULL,
		.directory = plan_directory(o),
	};
	int r = pair_open(sv, &c, 0, &pair, &failure);

	if (r == 0)
		r = pair_run(sv, pair, 1, 1, &outcome, &failure);
	pair_close(pair);
	if (r < 0)
		reason_slug(&failure, works);
	else
		snprintf(works, REASON_SIZE, "yes");
}

static void list_cells(struct cells *cells, const struct mechanism *m, const char *works)
{
	char traits[128], waits[64];

	traits_text(m, traits, sizeof(traits));
	waits_text(m, waits, sizeof(waits));
	cells_string(cells, "mechanism", m->name);
	cells_string(cells, "family", m->family);
	cells_string(cells, "works", works);
	cells_string(cells, "waits", waits);
	cells_string(cells, "traits", traits);
	if (cells->kind == CELLS_JSON)
		cells_string(cells, "summary", m->summary); /* may have commas */
	cells_end(cells);
}

static void list_line(const struct mechanism *m, const char *works)
{
	char traits[128];

	traits_text(m, traits, sizeof(traits));
	printf("%-16s %-10s %-8s %-28s %s\n", m->name, m->family, works, traits,
	       m->summary);
}

static void list_header(enum format format)
{
	struct cells cells = {.to = stdout, .kind = CELLS_HEADER};

	if (format == FORMAT_TABLE)
		printf("%-16s %-10s %-8s %-28s %s\n", "mechanism", "family", "works",
		       "traits", "summary");
	else if (format == FORMAT_CSV)
		list_cells(&cells, mechanisms[0], "yes");
}

static void list_rows(const struct options *o, struct supervisor *sv)
{
	struct cells cells = {
		.to = stdout,
		.kind = o->format == FORMAT_JSON ? CELLS_JSON : CELLS_CSV,
	};
	const char *before = "[\n";

	for (size_t i = 0; i < mechanism_count && !sv->stop_signal; i++) {
		char works[REASON_SIZE];

		if (!plan_selects(&o->mechanisms, mechanisms[i]))
			continue;
		probe(sv, o, mechanisms[i], works);
		if (o->format == FORMAT_TABLE) {
			list_line(mechanisms[i], works);
			continue;
		}
		if (o->format == FORMAT_JSON)
			fputs(before, stdout);
		list_cells(&cells, mechanisms[i], works);
		before = ",\n";
	}
	if (o->format == FORMAT_JSON)
		fputs("\n]\n", stdout);
}

int command_list(const struct options *o)
{
	struct supervisor sv;
	char message[PLAN_MESSAGE_SIZE];
	int r = plan_check_names(&o->mechanisms, message);

	if (r < 0)
		return command_usage_error(message);
	r = supervisor_init(&sv);
	if (r < 0)
		return command_error("preparing", r);
	list_header(o->format);
	list_rows(o, &sv);
	if (fflush(stdout))
		return command_error("writing the list", -errno);
	return sv.stop_signal ? EXIT_SIGNAL + sv.stop_signal : EXIT_OK;
}
