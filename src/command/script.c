/* SPDX-License-Identifier: MIT */
/*
 * ipcbench plot, report and shell: scripts that are installed with the program.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "build.h" /* made by meson.build */
#include "command/command.h"
#include "command/complain.h"

/* The script of an installed program, whose place relative to the program is known. */
static int installed_path(const char *script, char path[static PATH_MAX])
{
	char program[PATH_MAX];
	const ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);
	char *slash;

	if (n < 0)
		return -errno;
	program[n] = '\0';
	slash = strrchr(program, '/');
	*slash = '\0';
	if (snprintf(path, PATH_MAX, "%s/%s/%s", program, IPCBENCH_DATA_FROM_BIN,
		     script) >= PATH_MAX)
		return -ENAMETOOLONG;
	return access(path, X_OK) < 0 ? -errno : 0;
}

/* The script of a program that runs where it was built. */
static int source_path(const char *script, char path[static PATH_MAX])
{
	if (snprintf(path, PATH_MAX, "%s/%s", IPCBENCH_SOURCE, script) >= PATH_MAX)
		return -ENAMETOOLONG;
	return access(path, X_OK) < 0 ? -errno : 0;
}

int command_script(const struct options *o)
{
	static const char *const scripts[COMMAND_COUNT] = {
		[COMMAND_PLOT] = "plot/draw",
		[COMMAND_REPORT] = "plot/report",
		[COMMAND_SHELL] = "bench/shell/measure",
	};
	const char *script = scripts[o->command];
	char path[PATH_MAX];
	int r = installed_path(script, path);

	if (r < 0)
		r = source_path(script, path);
	if (r == 0) {
		/* The script's name takes the place of the command's. */
		o->argv[1] = path;
		execv(path, o->argv + 1);
		r = -errno;
	}
	return complain(script, r);
}
