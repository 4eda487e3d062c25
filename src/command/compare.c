/* SPDX-License-Identifier: MIT */
/*
 * ipcbench compare: what became faster or slower between two directories of results.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "base/stream.h"
#include "command/command.h"
#include "compare/report.h"
#include "plan/plan.h"

/* Opens a file of a directory of results.  Stores its path even if it fails. */
static int result_open(const char *directory, const char *name,
		       char path[static PATH_MAX], FILE **ret)
{
	if (snprintf(path, PATH_MAX, "%s/%s", directory, name) >= PATH_MAX)
		return -ENAMETOOLONG;
	*ret = fopen(path, "re");
	return *ret ? 0 : -errno;
}

/* Reads a trials.csv and says what is wrong with it.  Returns an exit status. */
static int trials_read(struct comparison *comparison, enum age age, const char *directory)
{
	static struct csv_reader reader; /* too large for a stack */
	char path[PATH_MAX];
	FILE *file;
	int r = result_open(directory, "trials.csv", path, &file);

	if (r < 0)
		return complain(path, r);
	r = comparison_read(comparison, age, file, &reader);
	fclose(file);
	if (r < 0 && !reader.why[0])
		return complain(path, r);
	if (reader.why[0])
		fprintf(stderr, "ipcbench: %s: %s\n", path, reader.why);
	return r == 0 ? EXIT_OK : r == -EPROTO ? EXIT_USAGE : EXIT_FAILED;
}

/* Results without a host.json can be compared, but not their conditions. */
static bool host_read(struct conditions *conditions, const char *directory)
{
	char path[PATH_MAX];
	FILE *file;
	int r = result_open(directory, "host.json", path, &file);

	if (r == 0) {
		r = conditions_read(conditions, file);
		fclose(file);
	}
	if (r < 0)
		fprintf(stderr, "warning: %s: %s; conditions are not compared\n", path,
			strerror(-r));
	return r == 0;
}

static void warn_of_conditions(const struct options *o,
			       const struct comparison *comparison)
{
	struct conditions of[AGE_COUNT];
	const bool old = host_read(&of[OLD], o->arguments[OLD]);
	const bool new = host_read(&of[NEW], o->arguments[NEW]);

	if (old && new)
		report_conditions(stderr, &of[OLD], &of[NEW]);
	report_granted(stderr, comparison);
}

static int exit_status(const struct comparison *comparison)
{
	size_t compared = 0;

	for (enum judgement j = 0; j <= JUDGED_MOVED; j++)
		compared += comparison_count(comparison, j);
	if (compared == 0)
		return complain_usage("compare: no case was measured comparably in both "
				      "directories");
	return comparison_count(comparison, JUDGED_SLOWER) ? EXIT_SLOWER : EXIT_OK;
}

static int compare_execute(const struct options *o, struct comparison *comparison)
{
	int r;

	for (enum age age = OLD; age < AGE_COUNT; age++) {
		r = trials_read(comparison, age, o->arguments[age]);
		if (r != EXIT_OK)
			return r;
	}
	r = comparison_judge(comparison, o->reference ? o->reference : REFERENCE);
	if (r < 0)
		return complain("comparing", r);
	warn_of_conditions(o, comparison);
	report_comparison(stdout, o->format, comparison);
	r = stream_flush(stdout);
	if (r < 0)
		return complain_output(r);
	report_advice(stderr, comparison);
	return exit_status(comparison);
}

int command_compare(const struct options *o)
{
	struct comparison comparison = {0};
	int status = compare_execute(o, &comparison);

	comparison_free(&comparison);
	return status;
}
