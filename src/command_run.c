/* SPDX-License-Identifier: MIT */
/*
 * ipcbench run and ipcbench ab: measure, and tell.
 */
#include <errno.h>
#include <stdlib.h>

#include "command.h"
#include "report.h"
#include "run.h"

static int run_write_files(struct run *run, const struct summary *summaries)
{
	struct csv *csv = &run->csv;
	int r;

	if (!csv->trials)
		return 0;
	csv->info.state =
		run->supervisor.stop_signal || run->lost ? "interrupted" : "complete";
	csv->info.wall_s = run_seconds(run);
	r = csv_summaries(csv, summaries, run->plan.case_count);
	if (r == 0)
		r = csv_histograms(csv, &run->results);
	return r < 0 ? r : csv_host(csv, &run->host);
}

static int run_print(const struct run *run, const struct summary *summaries)
{
	if (run->o->format == FORMAT_TABLE && run->o->command == COMMAND_AB)
		report_arms(stdout, run->o, &run->plan, summaries);
	else if (run->o->command == COMMAND_TRUST)
		report_trust(stdout, &run->results);
	else if (run->o->format == FORMAT_TABLE)
		report_table(stdout, &run->plan, summaries);
	else
		csv_print(stdout, run->o->format, summaries, run->plan.case_count);
	if (fflush(stdout))
		return -errno;
	if (!run->o->quiet) {
		report_precision(stderr, summaries, run->plan.case_count);
		report_warnings(stderr, &run->host);
	}
	return 0;
}

static int run_report(struct run *run)
{
	struct summary *summaries;
	int r = results_summarise(&run->results, run_precision(run), &summaries);

	if (r < 0)
		return r;
	r = run_write_files(run, summaries);
	if (r == 0)
		r = run_print(run, summaries);
	free(summaries);
	return r;
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
	int status;
	int r = run_open_output(run, argc, argv);

	if (r == -EEXIST)
		return command_usage_error(
			"--output: results are there already; name another directory");
	if (r < 0)
		return command_error(run->o->output, r);
	r = run_measure(run);
	if (r == -EHOSTDOWN)
		status = command_error("the run ends here", r);
	else
		status = r < 0 && r != -EINTR ? command_error("measuring", r) : EXIT_OK;
	r = run_report(run);
	if (r < 0)
		status = command_error("writing the results", r);
	r = csv_close(&run->csv);
	if (r < 0)
		status = command_error("writing the results", r);
	return status == EXIT_OK ? run_exit_status(run) : status;
}

static int run_show_plan(const struct run *run)
{
	report_plan(stdout, &run->plan);
	return EXIT_OK;
}

int command_run(const struct options *o, int argc, char **argv)
{
	struct run run = {0};
	char message[PLAN_MESSAGE_SIZE];
	int r = run_prepare(&run, o, message);
	int status;

	if (r == -EINTR)
		status = EXIT_SIGNAL + run.supervisor.stop_signal;
	else if (r == -EINVAL)
		status = command_usage_error(message);
	else if (r < 0)
		status = command_error("preparing", r);
	else if (o->dry_run)
		status = run_show_plan(&run);
	else
		status = run_execute(&run, argc, argv);
	run_free(&run);
	return status;
}
