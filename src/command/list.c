/* SPDX-License-Identifier: MIT */
/*
 * ipcbench list: which mechanisms there are, what each can do, and whether it works here.
 */
#include <errno.h>

#include "base/stream.h"
#include "command/command.h"
#include "list/list.h"
#include "list/probers.h"
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
static bool list_is_table(const struct options *o)
{
	return o->format == FORMAT_TABLE && list_selected(o) > 1;
}

/* Shows each as soon as it has been probed; without probers, what is stated. */
static int list_rows(const struct options *o, struct probers *probers)
{
	static const enum cells_kind kinds[FORMAT_COUNT] = {
		[FORMAT_TABLE] = CELLS_PAGE,
		[FORMAT_CSV] = CELLS_CSV,
		[FORMAT_JSON] = CELLS_JSON,
	};
	struct cells header = {.to = stdout, .kind = CELLS_HEADER};
	struct cells cells = {.to = stdout, .kind = kinds[o->format], .before = "[\n"};
	const struct findings *findings = &findings_untried;
	int r = 0;

	if (list_is_table(o))
		list_heads(stdout);
	else if (o->format == FORMAT_CSV)
		list_cells(&header, mechanisms[0], findings);
	for (size_t i = 0; i < mechanism_count && r == 0; i++) {
		const struct mechanism *m = mechanisms[i];

		if (!plan_selects(&o->mechanisms, m))
			continue;
		if (probers)
			r = probers_await(probers, i, &findings);
		if (r < 0)
			break;
		if (list_is_table(o))
			list_line(stdout, m, findings);
		else
			list_cells(&cells, m, findings);
		r = stream_flush(stdout);
	}
	if (o->format == FORMAT_JSON)
		fputs(*cells.before == '[' ? "[]\n" : "\n]\n", stdout);
	return r == -EINTR ? 0 : r;
}

int command_list(const struct options *o)
{
	struct supervisor sv;
	struct probers *probers = NULL;
	char message[MESSAGE_SIZE];
	int r = plan_check_names(&o->mechanisms, message);

	if (r < 0)
		return complain_usage(message);
	r = supervisor_init(&sv);
	if (r < 0)
		return complain("preparing", r);
	if (!o->no_probe)
		r = probers_start(&sv, o, !list_is_table(o), &probers);
	if (r == 0)
		r = list_rows(o, probers);
	probers_end(probers);
	if (r < 0)
		return r == -EPIPE ? complain_output(r) : complain("list", r);
	return sv.stop_signal ? EXIT_SIGNAL + sv.stop_signal : EXIT_OK;
}
