/* SPDX-License-Identifier: MIT */
#include "command/record.h"

#include <errno.h>

#include "command/command.h"
#include "command/this_host.h"
#include "machine/filesystem.h"
#include "output/report.h"
#include "version.h"

int record_prepare(struct record *record, const struct options *o)
{
	struct run *run = &record->run;
	char message[MESSAGE_SIZE];
	int r = o->directory ? filesystem_check(o->directory) : 0;

	if (r < 0)
		return complain_directory("--directory", o->directory, r);
	r = run_prepare(run, o, message);
	if (r == -EINTR)
		return EXIT_SIGNAL + run->supervisor.stop_signal;
	if (r == -EINVAL)
		return complain_usage(message);
	return r < 0 ? complain("preparing", r) : EXIT_OK;
}

/* Keeps the first error. */
static int record_note(struct record *record, int r)
{
	if (record->unwritten == 0)
		record->unwritten = r;
	return r;
}

/* An on_trial_fn: reports a failure at once, and writes the trial to the files. */
static int record_trial(void *context, const struct trial *t)
{
	struct record *record = context;

	if (t->status == STATUS_FAILED)
		report_failure(stderr, t);
	return record->csv.directory ? record_note(record, csv_trial(&record->csv, t))
				     : 0;
}

/* Notes how thorough the rounds are, or were. */
static void record_rounds(struct record *record)
{
	const struct run *run = &record->run;

	record->info.settle_ms = run->round.thoroughness.settle_ms;
	record->info.sweeps_least = run->sweeps_least;
	record->info.sweeps_most = run->sweeps_most;
}

/* Begins the files before anything is measured. */
static int record_open(struct record *record)
{
	const struct run *run = &record->run;
	const struct options *o = run->o;
	int r = csv_open(&record->csv, o->output, !o->no_slices);

	if (r < 0)
		return r;
	record->info = (struct run_info){
		.argv = o->argv,
		.label = o->label ? o->label : "",
		.version = IPCBENCH_VERSION,
		.other_version = run->other.version,
		.peer_version = run->peer.hello.version,
		.peer_conditions = run->peer.conditions,
		.begun = time(NULL),
		.seed = run->seed,
		.state = "running",
	};
	record_rounds(record);
	r = host_json_write(o->output, &record->host, &record->info);
	if (r < 0)
		csv_undo(&record->csv);
	return r;
}

int record_begin(struct record *record)
{
	const char *output = record->run.o->output;
	int r;

	this_host(record->run.o, &record->run.topology, record->run.round.timer,
		  &record->host);
	r = output ? record_open(record) : 0;
	if (r < 0)
		return complain_directory("--output", output, r);
	record->run.on_trial = record_trial;
	record->run.context = record;
	return EXIT_OK;
}

void record_table(struct record *record, const struct csv_table *table, const void *from,
		  size_t count)
{
	if (record->csv.directory)
		record_note(record, csv_write(&record->csv, table, from, count));
}

static void record_close(struct record *record, int measured)
{
	const struct run *run = &record->run;

	if (!record->csv.directory)
		return;
	record_note(record, csv_close(&record->csv));
	record_rounds(record);
	record->info.state =
		measured < 0 || run->supervisor.stop_signal || record->unwritten
			? "interrupted"
			: "complete";
	record->info.wall_s = run_seconds(run);
	record_note(record,
		    host_json_write(run->o->output, &record->host, &record->info));
}

static int run_status(const struct run *run)
{
	if (run->supervisor.stop_signal)
		return EXIT_SIGNAL + run->supervisor.stop_signal;
	if (run->failed)
		return EXIT_FAILED;
	return run->measured ? EXIT_OK : EXIT_NOTHING;
}

int record_end(struct record *record, int measured, int status)
{
	const struct run *run = &record->run;

	record_close(record, measured);
	if (measured == -EHOSTDOWN)
		status = complain("the run ends here", measured);
	else if (measured < 0 && measured != -EINTR && !record->unwritten)
		status = complain("measuring", measured);
	if (record->unwritten)
		status = complain(run->o->output, record->unwritten);
	return status == EXIT_OK ? run_status(run) : status;
}
