/* SPDX-License-Identifier: MIT */
/*
 * Names for what must have one until both sides hold it.
 */
#pragma once

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "mechanism.h"

#define NAME_PREFIX "/ipcbench-"
#define NAME_DIGITS 16
#define NAME_SIZE (sizeof(NAME_PREFIX) + NAME_DIGITS)
#define NAME_PATH_SIZE 4096

/* Writes a name that nobody can guess: the prefix and random digits. */
static inline int name_make(char name[static NAME_SIZE])
{
	unsigned char random[NAME_DIGITS];
	char *at = stpcpy(name, NAME_PREFIX);

	if (getrandom(random, sizeof(random), 0) != sizeof(random))
		return -errno;
	for (size_t i = 0; i < NAME_DIGITS; i++)
		*at++ = "0123456789abcdef"[random[i] % 16];
	*at = '\0';
	return 0;
}

/* Writes the path of a file that does not exist yet, in a new directory below
 * ch->directory that only this user can enter.  name_forget_path() removes both. */
static inline int name_make_path(struct channel *ch, char path[static NAME_PATH_SIZE])
{
	ch->makes_files = true;
	if (strlen(ch->directory) > NAME_PATH_SIZE / 2)
		return -ENAMETOOLONG;
	strcpy(stpcpy(path, ch->directory), NAME_PREFIX "XXXXXX");
	if (!mkdtemp(path)) {
		ch->limit = "directory";
		return -errno;
	}
	strcat(path, "/it");
	return 0;
}

/* The file may exist or not. */
static inline void name_forget_path(char *path)
{
	unlink(path);
	*strrchr(path, '/') = '\0';
	rmdir(path);
}
