/* SPDX-License-Identifier: MIT */
/*
 * ipcbench list: which mechanisms there are, what each can do, and whether it works here.
 */
#include <errno.h>

#include "base/stream.h"
#include "command/command.h"
#include "list/list.h"
#include "plan/plan.h"
#include "registry.h"

static size_t list_selected(const struct options *o)
{
	size_t n = 0;

	for (size_t i = 0; i < mechanism_count; i++)
		n += plan_selects(&o->mechanisms, mechanisms[i]);
	return n;
}

/* A mechanism that is asked for alone is shown in full, several are a table. */
static int list_rows(const struct options *o, struct supervisor *sv)
{
	static const enum cells_kind kinds[FORMAT_COUNT] = {
		[FORMAT_TABLE] = CELLS_PAGE,
		[FORMAT_CSV] = CELLS_CSV,
		[FORMAT_JSON] = CELLS_JSON,
	};
	const bool table = o->format == FORMAT_TABLE && list_selected(o) > 1;
	struct cells header = {.to = stdout, .kind = CELLS_HEADER};
	struct cells cells = {.to = stdout, .kind = kinds[o->format], .before = "[\n"};
	struct findings findings = {0};
	int r = 0;

	if (table)
		list_heads(stdout);
	else if (o->format == FORMAT_CSV)
		list_cells(&header, mechanisms[0], &findings);
	for (size_t i = 0; i < mechanism_count && r == 0; i++) {
		const struct mechanism *m = mechanisms[i];

		if (!plan_selects(&o->mechanisms, m))
			continue;
		r = probe(sv, m, plan_directory(o), !table, &findings);
		if (r < 0)
			break;
		if (table)
			list_line(stdout, m, &findings);
		else
			list_cells(&cells, m, &findings);
		r = stream_flush(stdout);
	}
	if (o->format == FORMAT_JSON)
		fputs(*cells.before == '[' ? "[]\n" : "\n]\n", stdout);
	return r == -EINTR ? 0 : r;
}

int command_list(const struct options *o)
{
	struct supervisor sv;
	char message[MESSAGE_SIZE];
	int r = plan_check_names(&o->mechanisms, message);

	if (r < 0)
		return complain_usage(message);
	r = supervisor_init(&sv);
	if (r < 0)
		return complain("preparing", r);
	r = list_rows(o, &sv);
	if (r < 0)
		return complain("list", r);
	return sv.stop_signal ? EXIT_SIGNAL + sv.stop_signal : EXIT_OK;
}
