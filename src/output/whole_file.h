/* SPDX-License-Identifier: MIT */
/*
 * A file that gets its name only when it is whole: readers see the old file or the new
 * one, never a part of it.
 */
#pragma once

#include <stdio.h>

enum { WHOLE_FILE_PATH_SIZE = 4096 };

struct whole_file {
	FILE *to; /* what the caller writes to */
	char path[WHOLE_FILE_PATH_SIZE];
};

/* Begins DIRECTORY/NAME under a temporary name.  0 or -errno. */
int whole_file_begin(struct whole_file *file, const char *directory, const char *name);

/* Gives the file its name.  0, or -errno if it could not be written, and then the
 * temporary file is removed. */
int whole_file_end(struct whole_file *file);
