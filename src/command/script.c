/* SPDX-License-Identifier: MIT */
/*
 * ipcbench plot, report and shell: scripts that are installed with the program.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "build.h" /* made by meson.build */
#include "command/command.h"

enum { SCRIPT_PATH_SIZE = 2 * PATH_MAX };

/* Finds the script of an installed program, whose place relative to the program is known;
 * or, of a program that runs where it was built, the one in the source, to which Meson
 * makes a link.  The source's path is not known here: it may be somebody else's by now.
 */
static int script_find(const char *script, char path[static SCRIPT_PATH_SIZE])
{
	static const char *const places[] = {IPCBENCH_DATA_FROM_BIN, "../source"};
	char program[PATH_MAX];
	const ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);

	if (n < 0)
		return -errno;
	program[n] = '\0';
	*strrchr(program, '/') = '\0';
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		snprintf(path, SCRIPT_PATH_SIZE, "%s/%s/%s", program, places[i], script);
		if (access(path, X_OK) == 0)
			return 0;
	}
	return -errno;
}

int command_script(const struct options *o)
{
	static const char *const scripts[COMMAND_COUNT] = {
		[COMMAND_PLOT] = "plot/draw",
		[COMMAND_REPORT] = "plot/report",
		[COMMAND_SHELL] = "bench/shell/measure",
	};
	const char *script = scripts[o->command];
	char path[SCRIPT_PATH_SIZE];
	int r = script_find(script, path);

	if (r == 0) {
		/* The script's name takes the place of the command's. */
		o->argv[1] = path;
		execv(path, o->argv + 1);
		r = -errno;
	}
	return complain(script, r);
}
