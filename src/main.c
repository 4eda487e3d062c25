/* SPDX-License-Identifier: MIT */
/*
 * ipcbench: what it costs two processes on Linux to talk.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/stream.h"
#include "command/command.h"
#include "command/complain.h"
#include "version.h"

/* Mechanisms take descriptor 0 for one that is not open, so it must be. */
static int occupy_standard_descriptors(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDWR);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	return fd < 0 ? -errno : close(fd);
}

/* 0, or -errno if the user named a directory where no files can be made. */
static int check_directory(const char *directory)
{
	char inside[PATH_MAX];

	if (!directory)
		return 0;
	/* The dot is there only if it is a directory. */
	if (snprintf(inside, sizeof(inside), "%s/.", directory) >= PATH_MAX)
		return -ENAMETOOLONG;
	return access(inside, W_OK | X_OK) < 0 ? -errno : 0;
}

static int refuse_directory(const char *directory, int error)
{
	char message[OPTIONS_MESSAGE_SIZE];

	snprintf(message, sizeof(message),
		 "--directory %.100s: %s; name one where files can be made", directory,
		 strerror(-error));
	return complain_usage(message);
}

static int dispatch(const struct options *o, int argc, char **argv)
{
	int r;

	if (o->help) {
		options_help(stdout, o->command);
		return EXIT_OK;
	}
	if (o->version) {
		printf("ipcbench %s\n", IPCBENCH_VERSION);
		return EXIT_OK;
	}
	r = check_directory(o->directory);
	if (r < 0)
		return refuse_directory(o->directory, r);
	switch (o->command) {
	case COMMAND_RUN:
	case COMMAND_AB:
	case COMMAND_TRUST:
		return command_run(o, argc, argv);
	case COMMAND_AGENT:
		return command_agent();
	case COMMAND_TUNE:
		return command_tune(o, argc, argv);
	case COMMAND_LIST:
		return command_list(o);
	case COMMAND_COMPARE:
		return command_compare(o);
	case COMMAND_PLOT:
	case COMMAND_REPORT:
	case COMMAND_SHELL:
		return command_script(o);
	default:
		return EXIT_USAGE;
	}
}

int main(int argc, char **argv)
{
	char message[OPTIONS_MESSAGE_SIZE];
	static struct options options; /* too large for a stack */
	int r = occupy_standard_descriptors();

	if (r < 0)
		exit(complain("/dev/null", r));
	if (options_parse(argc, argv, &options, message, sizeof(message)) < 0)
		exit(complain_usage(message));

	int status = dispatch(&options, argc, argv);

	r = status == EXIT_OK ? stream_flush(stdout) : 0;
	exit(r < 0 ? complain("standard output", r) : status);
}
