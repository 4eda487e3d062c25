/* SPDX-License-Identifier: MIT */
/*
 * ipcbench run, ab and trust: measure and report.
 */
#include <errno.h>
#include <stdlib.h>

#include "base/stream.h"
#include "command/command.h"
#include "command/record.h"
#include "output/report.h"
#include "run/run.h"

static int run_print(const struct run *run, const struct host *host,
		     const struct summary *summaries)
{
	int r = 0;

	if (run->o->format == FORMAT_TABLE && run->o->command == COMMAND_AB)
		report_arms(stdout, run->o, &run->plan, summaries);
	else if (run->o->command == COMMAND_TRUST)
		report_trust(stdout, &run->results);
	else if (run->o->format == FORMAT_TABLE)
		r = report_table(stdout, &run->plan, summaries);
	else
		csv_print(stdout, run->o->format, &table_summary, summaries,
			  run->plan.case_count);
	if (r == 0)
		r = stream_flush(stdout);
	if (r == 0 && !run->o->quiet) {
		report_precision(stderr, summaries, run->plan.case_count);
		report_warnings(stderr, &host->warnings);
	}
	return r;
}

/* Writes the files and prints, each even if the other fails. */
static int run_report(const struct run *run, struct record *record)
{
	const size_t count = run->plan.case_count;
	struct summary *summaries;
	int r = results_summarise(&run->results, run->stopping.precision, &summaries);

	if (r < 0)
		return complain("summarising", r);
	record_table(record, &table_summary, summaries, count);
	record_table(record, &table_histogram, run->results.cases, count);
	r = run_print(run, &record->host, summaries);
	free(summaries);
	return r < 0 ? complain("standard output", r) : EXIT_OK;
}

static int run_execute(struct run *run)
{
	struct record *record;
	int status = record_begin(&record, run);

	if (status != EXIT_OK)
		return status;

	const int measured = run_measure(run);

	status = run_report(run, record);
	return record_end(record, measured, status);
}

int command_run(const struct options *o)
{
	struct run *run = calloc(1, sizeof(*run));
	int status;

	if (!run)
		return complain("preparing", -ENOMEM);
	status = record_prepare(run, o);
	if (status == EXIT_OK && o->dry_run)
		report_plan(stdout, &run->plan);
	else if (status == EXIT_OK)
		status = run_execute(run);
	run_free(run);
	free(run);
	return status;
}
