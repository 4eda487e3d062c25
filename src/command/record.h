/* SPDX-License-Identifier: MIT */
/*
 * A run and its record, for all commands that measure: the files in its directory, the
 * messages about failures, and the exit status.
 */
#pragma once

#include "machine/host.h"
#include "output/csv.h"
#include "output/host_json.h"
#include "run/run.h"

struct record {
	struct run run;
	struct host host;
	struct csv csv; /* its directory is NULL without --output */
	struct run_info info;
	int unwritten; /* -errno of the first results that could not be written, or 0 */
};

/* Checks the options, prepares the run of a zeroed record and says what is wrong. Returns
 * an exit status; unless it is EXIT_OK only run_free() is left to do. */
int record_prepare(struct record *record, const struct options *o);

/*
 * Gathers facts about the machine, begins the files if the user wants any, and from then
 * on receives the run's trials.  Returns EXIT_OK, and then record_end() ends the record,
 * or says what is wrong and returns another exit status.
 */
int record_begin(struct record *record);

/* Writes a table, if the user wants files.  record_end() tells if that failed: there may
 * still be room for another table. */
void record_table(struct record *record, const struct csv_table *table, const void *from,
		  size_t count);

/*
 * Ends the files, and says what went wrong.  measured is what measuring
 * returned, 0 or -errno; status is the exit status of what came after.  Returns the exit
 * status of the program.
 */
int record_end(struct record *record, int measured, int status);
