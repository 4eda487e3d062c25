/* SPDX-License-Identifier: MIT */
/*
 * ipcbench tune: finds the best settings of mechanisms.
 */
#include "base/stream.h"
#include "command/command.h"
#include "command/record.h"
#include "output/report.h"
#include "tune/report.h"
#include "tune/tuner.h"

static int tune_print(const struct tuner *t, const struct host *host)
{
	const struct tune_results *results = &t->results;
	int r;

	if (t->run->o->format == FORMAT_TABLE)
		report_tune(stdout, results);
	else
		csv_print(stdout, t->run->o->format, &table_tune, results->tunings,
			  results->count);
	r = stream_flush(stdout);
	if (r == 0 && !t->run->o->quiet)
		report_warnings(stderr, &host->influences);
	return r;
}

static int tune_execute(struct tuner *t, struct record *record)
{
	int status, measured, r = tuner_plan(t);

	if (r < 0)
		return complain("preparing", r);
	if (t->results.count == 0)
		return complain_usage("tune: none of these mechanisms has a setting");
	status = record_begin(record);
	if (status != EXIT_OK)
		return status;
	measured = tuner_measure(t);
	record_table(record, &table_tune, t->results.tunings, t->results.count);
	r = tune_print(t, &record->host);
	if (r < 0)
		status = complain_output(r);
	return record_end(record, measured, status);
}

int command_tune(const struct options *o)
{
	static struct record record; /* these are too large for a stack */
	static struct tuner tuner = {.run = &record.run};
	int status = record_prepare(&record, o);

	if (status == EXIT_OK)
		status = tune_execute(&tuner, &record);
	tune_results_free(&tuner.results);
	run_free(&record.run);
	return status;
}
