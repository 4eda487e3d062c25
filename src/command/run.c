/* SPDX-License-Identifier: MIT */
/*
 * ipcbench run and ipcbench ab: measure, and tell.
 */
#include <errno.h>
#include <stdlib.h>

#include "base/stream.h"
#include "command/command.h"
#include "command/complain.h"
#include "output/report.h"
#include "run/run.h"

/* Notes that results could not be written, unless some could not already. */
static void run_note(struct run *run, int r)
{
	if (run->unwritten == 0)
		run->unwritten = r;
}

/* Writes what it can: where there is no room for one file there may be for another. */
static void run_write_files(struct run *run, const struct summary *summaries)
{
	struct csv *csv = &run->csv;

	if (!csv->trials)
		return;
	run_note(run, csv_summaries(csv, summaries, run->plan.case_count));
	run_note(run, csv_histograms(csv, &run->results));
	csv->info.state = run->supervisor.stop_signal || run->lost || run->unwritten
				  ? "interrupted"
				  : "complete";
	csv->info.wall_s = run_seconds(run);
	run_note(run, csv_host(csv, &run->host));
}

static int run_print(const struct run *run, const struct summary *summaries)
{
	int r;

	if (run->o->format == FORMAT_TABLE && run->o->command == COMMAND_AB)
		report_arms(stdout, run->o, &run->plan, summaries);
	else if (run->o->command == COMMAND_TRUST)
		report_trust(stdout, &run->results);
	else if (run->o->format == FORMAT_TABLE)
		report_table(stdout, &run->plan, summaries);
	else
		csv_print(stdout, run->o->format, summaries, run->plan.case_count);
	r = stream_flush(stdout);
	if (r == 0 && !run->o->quiet) {
		report_precision(stderr, summaries, run->plan.case_count);
		report_warnings(stderr, &run->host);
	}
	return r;
}

/* Files and standard output: neither is spared because the other cannot be written.
 * Returns an exit status. */
static int run_report(struct run *run)
{
	struct summary *summaries;
	int status = EXIT_OK;
	int r = results_summarise(&run->results, run_precision(run), &summaries);

	if (r < 0)
		return complain("summing up", r);
	run_write_files(run, summaries);
	r = run_print(run, summaries);
	if (r < 0)
		status = complain("standard output", r);
	free(summaries);
	run_note(run, csv_close(&run->csv));
	if (run->unwritten)
		status = complain(run->o->output, run->unwritten);
	return status;
}

static int run_exit_status(const struct run *run)
{
	if (run->supervisor.stop_signal)
		return EXIT_SIGNAL + run->supervisor.stop_signal;
	if (run->failed)
		return EXIT_FAILED;
	return run->measured ? EXIT_OK : EXIT_NOTHING;
}

static int run_execute(struct run *run, int argc, char **argv)
{
	int status = EXIT_OK, reported;
	int r = run_open_output(run, argc, argv);

	if (r < 0)
		return complain_output(run->o->output, r);
	r = run_measure(run);
	if (r == -EHOSTDOWN)
		status = complain("the run ends here", r);
	else if (r < 0 && r != -EINTR && !run->unwritten)
		status = complain("measuring", r);
	reported = run_report(run);
	if (reported != EXIT_OK)
		status = reported;
	return status == EXIT_OK ? run_exit_status(run) : status;
}

static int run_show_plan(const struct run *run)
{
	report_plan(stdout, &run->plan);
	return EXIT_OK;
}

int command_run(const struct options *o, int argc, char **argv)
{
	struct run *run = calloc(1, sizeof(*run));
	char message[PLAN_MESSAGE_SIZE];
	int status, r;

	if (!run)
		return complain("preparing", -ENOMEM);
	r = run_prepare(run, o, message);
	if (r == -EINTR)
		status = EXIT_SIGNAL + run->supervisor.stop_signal;
	else if (r == -EINVAL)
		status = complain_usage(message);
	else if (r < 0)
		status = complain("preparing", r);
	else if (o->dry_run)
		status = run_show_plan(run);
	else
		status = run_execute(run, argc, argv);
	run_free(run);
	free(run);
	return status;
}
