/* SPDX-License-Identifier: MIT */
/*
 * ipcbench: measures what it costs two processes on Linux to exchange data.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/stream.h"
#include "command/command.h"
#include "version.h"

/* To mechanisms descriptor 0 means that none is open, so another file must have it. */
static int occupy_standard_descriptors(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDWR);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	return fd < 0 ? -errno : close(fd);
}

static command_fn *const commands[COMMAND_COUNT] = {
	[COMMAND_RUN] = command_run,	   [COMMAND_AB] = command_run,
	[COMMAND_TRUST] = command_run,	   [COMMAND_TUNE] = command_tune,
	[COMMAND_LIST] = command_list,	   [COMMAND_COMPARE] = command_compare,
	[COMMAND_DOCTOR] = command_doctor, [COMMAND_PLOT] = command_script,
	[COMMAND_REPORT] = command_script, [COMMAND_SHELL] = command_script,
	[COMMAND_AGENT] = command_agent,
};

static int execute(const struct options *o)
{
	if (o->help) {
		options_help(stdout, o->command);
		return EXIT_OK;
	}
	if (o->version) {
		printf("ipcbench %s\n", IPCBENCH_VERSION);
		return EXIT_OK;
	}
	return commands[o->command](o);
}

int main(int argc, char **argv)
{
	char message[MESSAGE_SIZE];
	static struct options options; /* too large for a stack */
	int r = occupy_standard_descriptors();

	if (r < 0)
		exit(complain("/dev/null", r));
	if (options_parse(argc, argv, &options, message) < 0)
		exit(complain_usage(message));

	int status = execute(&options);

	r = status == EXIT_OK ? stream_flush(stdout) : 0;
	exit(r < 0 ? complain_output(r) : status);
}
