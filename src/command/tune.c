/* SPDX-License-Identifier: MIT */
/*
 * ipcbench tune: finds the best settings of mechanisms.
 */
#include <errno.h>
#include <stdlib.h>

#include "base/stream.h"
#include "command/command.h"
#include "command/record.h"
#include "output/report.h"
#include "tune/report.h"
#include "tune/rows.h"
#include "tune/tuner.h"

static int tune_print(const struct tuner *t, const struct host *host)
{
	const struct tune_results *results = &t->results;
	int r;

	if (t->options.format == FORMAT_TABLE)
		report_tune(stdout, results);
	else
		csv_print(stdout, t->options.format, &table_tune, results->tunings,
			  results->count);
	r = stream_flush(stdout);
	if (r == 0 && !t->options.quiet)
		report_warnings(stderr, &host->warnings);
	return r;
}

static int tune_execute(struct tuner *t)
{
	struct record *record;
	int status = record_begin(&record, &t->run);
	int measured, r;

	if (status != EXIT_OK)
		return status;
	measured = tuner_measure(t);
	record_table(record, &table_tune, t->results.tunings, t->results.count);
	r = tune_print(t, &record->host);
	if (r < 0)
		status = complain("standard output", r);
	return record_end(record, measured, status);
}

static int tune_start(struct tuner *t)
{
	const int r = tuner_plan(t);

	if (r < 0)
		return complain("preparing", r);
	if (t->results.count == 0)
		return complain_usage("tune: none of these mechanisms has a setting");
	return tune_execute(t);
}

int command_tune(const struct options *o)
{
	struct tuner *t = calloc(1, sizeof(*t));
	int status;

	if (!t)
		return complain("preparing", -ENOMEM);
	tuner_init(t, o);
	status = record_prepare(&t->run, &t->options);
	if (status == EXIT_OK)
		status = tune_start(t);
	tune_results_free(&t->results);
	run_free(&t->run);
	free(t);
	return status;
}
