/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "golden.h"
#include "list/list.h"

static const struct mechanism missing = {
	.name = "zeromq",
	.summary = "needs libzmq, which this build does without",
	.family = "library",
	.without = "libzmq",
	.waits = WAITS(WAIT_BLOCK),
};

static void list_both(const struct mechanism *m, const struct findings *f)
{
	struct cells cells = {.to = stdout, .kind = CELLS_PAGE};

	list_heads(stdout);
	list_line(stdout, m, f);
	list_cells(&cells, m, f);
}

void golden_list(void)
{
	struct findings absent = findings_untried;

	snprintf(absent.works, sizeof(absent.works),
		 "not-available:built-without-libzmq");
	scene("in this build, nothing tried");
	list_both(&golden_socket, &findings_untried);
	scene("not in this build: nothing is stated");
	list_both(&missing, &absent);
}
