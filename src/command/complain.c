/* SPDX-License-Identifier: MIT */
#include "command/command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

int complain_usage(const char *message)
{
	fprintf(stderr, "ipcbench: %s\n", message);
	return EXIT_USAGE;
}

int complain(const char *what, int error)
{
	fprintf(stderr, "ipcbench: %s: %s\n", what, strerror(-error));
	return EXIT_FAILED;
}

int complain_output(int error)
{
	if (error != -EPIPE)
		return complain("standard output", error);
	clearerr(stdout); /* or it would count as an error of the device later */
	return EXIT_OK;
}

int complain_directory(const char *option, const char *directory, int error)
{
	const bool used = error == -EEXIST;

	fprintf(stderr, "ipcbench: %s %.100s: %s; name %s\n", option, directory,
		used ? "results are there already" : strerror(-error),
		used ? "another directory" : "a directory where files can be made");
	return EXIT_USAGE;
}
