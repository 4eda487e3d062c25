/* SPDX-License-Identifier: MIT */
#include "output/whole_file.h"

#include <errno.h>
#include <unistd.h>

#include "base/stream.h"

#define SUFFIX ".new"

static void temporary_path(const struct whole_file *file,
			   char path[static WHOLE_FILE_PATH_SIZE + sizeof(SUFFIX)])
{
	snprintf(path, WHOLE_FILE_PATH_SIZE + sizeof(SUFFIX), "%s" SUFFIX, file->path);
}

int whole_file_begin(struct whole_file *file, const char *directory, const char *name)
{
	char temporary[WHOLE_FILE_PATH_SIZE + sizeof(SUFFIX)];
	const int n = snprintf(file->path, sizeof(file->path), "%s/%s", directory, name);

	if (n >= WHOLE_FILE_PATH_SIZE)
		return -ENAMETOOLONG;
	temporary_path(file, temporary);
	file->to = fopen(temporary, "we");
	return file->to ? 0 : -errno;
}

int whole_file_end(struct whole_file *file)
{
	char temporary[WHOLE_FILE_PATH_SIZE + sizeof(SUFFIX)];
	int r = stream_flush(file->to);

	temporary_path(file, temporary);
	if (fclose(file->to) && r == 0)
		r = -errno;
	if (r == 0 && rename(temporary, file->path) < 0)
		r = -errno;
	if (r < 0)
		unlink(temporary);
	return r;
}
