/* SPDX-License-Identifier: MIT */
/*
 * What becomes of a run, whichever command makes it: its directory of files, what is said
 * of failures, and the exit status.
 */
#pragma once

#include "machine/host.h"
#include "output/csv.h"
#include "output/host_json.h"
#include "run/run.h"

struct record {
	const struct run *run;
	struct host host;
	struct csv csv; /* csv.trials is NULL if there is no --output */
	struct run_info info;
	int unwritten; /* -errno of the first results that could not be written, or 0 */
};

/* As run_prepare(), but says what is wrong.  Returns an exit status; unless it is EXIT_OK
 * there is nothing to do but run_free(). */
int record_prepare(struct run *run, const struct options *o);

/*
 * Looks at the machine, begins the files, if the user wants any, and takes the run's
 * trials from then on.  Returns EXIT_OK and the record, which record_end() ends, or says
 * what is wrong and returns another exit status.
 */
int record_begin(struct record **ret, struct run *run);

/* Writes a table beside them; where there is no room for one there may be for another. */
void record_table(struct record *record, const struct csv_table *table, const void *from,
		  size_t count);

/*
 * Ends the files and the record.  measured is what measuring returned, status the exit
 * status of what came after.  Returns the program's.
 */
int record_end(struct record *record, int measured, int status);
