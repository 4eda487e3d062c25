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

int complain_directory(const char *option, const char *directory, int error)
{
	char message[MESSAGE_SIZE];

	if (error == -EEXIST)
		snprintf(message, sizeof(message),
			 "%s %.100s: results are there already; name another directory",
			 option, directory);
	else
		snprintf(message, sizeof(message),
			 "%s %.100s: %s; name a directory where files can be made",
			 option, directory, strerror(-error));
	return complain_usage(message);
}
