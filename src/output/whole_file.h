/* SPDX-License-Identifier: MIT */
/*
 * A file that takes its name only when it is whole: readers see the old one or the new
 * one, never half of it.
 */
#pragma once

#include <stdio.h>

enum { WHOLE_FILE_PATH_SIZE = 4096 };

struct whole_file {
	FILE *to; /* to be written to */
	char path[WHOLE_FILE_PATH_SIZE];
};

/* Begins DIRECTORY/NAME under another name.  0 or -errno. */
int whole_file_begin(struct whole_file *file, const char *directory, const char *name);

/* Gives it its name.  0, or -errno if it could not be written; then it is gone. */
int whole_file_end(struct whole_file *file);
