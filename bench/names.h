/* SPDX-License-Identifier: MIT */
/*
 * Names for the things that must have one for a moment.
 */
#pragma once

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

#include "mechanism.h"

#define NAME_SIZE sizeof("/ipcbench-0123456789abcdef")
#define NAME_PATH_SIZE 4096

/* Writes a name that nobody can guess: "/ipcbench-" and 16 random digits. */
static inline int name_make(char name[static NAME_SIZE])
{
	uint64_t random;

	if (getrandom(&random, sizeof(random), 0) != sizeof(random))
		return -errno;
	snprintf(name, NAME_SIZE, "/ipcbench-%016llx", (unsigned long long)random);
	return 0;
}

/* Makes a directory that only this user can enter below ch->directory, and
 * writes its path; rmdir() it as soon as it is empty again. */
static inline int name_make_directory(const struct channel *ch, char *path, size_t size)
{
	int n = snprintf(path, size, "%s/ipcbench-XXXXXX", ch->directory);

	if (n < 0 || (size_t)n >= size)
		return -ENAMETOOLONG;
	return mkdtemp(path) ? 0 : -errno;
}
