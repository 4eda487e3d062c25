/* SPDX-License-Identifier: MIT */
/*
 * ipcbench run, ab and trust: measure and report.
 */
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
		report_trust(stdout, &run->results, summaries);
	else if (run->o->format == FORMAT_TABLE)
		r = report_table(stdout, &run->plan, summaries);
	else
		csv_print(stdout, run->o->format, &table_summary, summaries,
			  run->plan.case_count);
	if (r == 0)
		r = stream_flush(stdout);
	if (r == 0 && !run->o->quiet) {
		report_precision(stderr, summaries, run->plan.case_count);
		report_warnings(stderr, &host->influences);
	}
	return r;
}

/* Writes the files and prints, each even if the other fails. */
static int run_report(struct record *record)
{
	const struct run *run = &record->run;
	const size_t count = run->plan.case_count;
	struct summary *summaries;
	int r = results_summarise(&run->results, run->stopping.precision, &summaries);

	if (r < 0)
		return complain("summarising", r);
	record_table(record, &table_summary, summaries, count);
	record_table(record, &table_histogram, run->results.cases, count);
	disturbances_tell(&run->results.disturbances, &record->host.influences);
	r = run_print(run, &record->host, summaries);
	free(summaries);
	return r < 0 ? complain_output(r) : EXIT_OK;
}

static int run_execute(struct record *record)
{
	int measured, status = record_begin(record);

	if (status != EXIT_OK)
		return status;
	measured = run_measure(&record->run);
	status = run_report(record);
	return record_end(record, measured, status);
}

int command_run(const struct options *o)
{
	static struct record record; /* too large for a stack */
	int status = record_prepare(&record, o);

	if (status == EXIT_OK && o->dry_run)
		report_plan(stdout, &record.run.plan);
	else if (status == EXIT_OK)
		status = run_execute(&record);
	run_free(&record.run);
	return status;
}
