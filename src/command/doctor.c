/* SPDX-License-Identifier: MIT */
/*
 * ipcbench doctor: what on this machine bends figures, and what to change.
 */
#include <errno.h>

#include "base/stream.h"
#include "command/command.h"
#include "command/this_host.h"
#include "doctor/doctor.h"

static void doctor_rows(const struct influences *all, unsigned format)
{
	struct cells header = {.to = stdout, .kind = CELLS_HEADER};
	struct cells cells = {
		.to = stdout,
		.kind = format == FORMAT_CSV ? CELLS_CSV : CELLS_JSON,
		.before = "[\n",
	};

	if (format == FORMAT_CSV)
		doctor_cells(&header, &all->at[0]);
	for (size_t i = 0; i < all->count; i++)
		doctor_cells(&cells, &all->at[i]);
	if (format == FORMAT_JSON)
		fputs("\n]\n", stdout);
}

static bool is_amiss(const struct influences *all)
{
	for (size_t i = 0; i < all->count; i++)
		if (all->at[i].standing == STANDING_AMISS)
			return true;
	return false;
}

static int examine(const struct options *o, struct supervisor *sv,
		   const struct topology *top, struct host *host)
{
	int r;

	this_host(o, top, timer_measure(), host);
	r = doctor_measure(sv, top, &host->facts);
	host->influences = (struct influences){0};
	influences_add(&host->influences, &host->facts);
	doctor_add_missing(&host->influences);
	influences_add_limits(&host->influences, &host->facts);
	return r;
}

int command_doctor(const struct options *o)
{
	static struct host host; /* too large for a stack */
	struct topology top = {0};
	struct supervisor sv;
	int r = topology_load(&top);

	if (r == 0)
		r = supervisor_init(&sv);
	if (r < 0) {
		topology_free(&top);
		return complain("preparing", r);
	}
	r = examine(o, &sv, &top, &host);
	topology_free(&top);
	if (r == -EINTR)
		return EXIT_SIGNAL + sv.stop_signal;
	if (o->format == FORMAT_TABLE)
		doctor_print(stdout, &host);
	else
		doctor_rows(&host.influences, o->format);
	r = stream_flush(stdout);
	if (r < 0)
		return complain_output(r);
	return o->strict && is_amiss(&host.influences) ? EXIT_FAILED : EXIT_OK;
}
