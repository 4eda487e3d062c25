/* SPDX-License-Identifier: MIT */
/*
 * A made-up /proc and /sys in a directory of its own.
 */
#pragma once

#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct tree {
	char root[256];
};

static inline void tree_make(struct tree *tree)
{
	const char *where = getenv("TMPDIR");

	snprintf(tree->root, sizeof(tree->root), "%.200s/ipcbench-XXXXXX",
		 where ? where : "/tmp");
	if (!mkdtemp(tree->root))
		abort();
}

/* Writes a file, and the directories on the way to it. */
static inline void tree_write(const struct tree *tree, const char *path, const char *text)
{
	char full[PATH_MAX];
	FILE *file;

	snprintf(full, sizeof(full), "%s%s", tree->root, path);
	for (char *at = full + strlen(tree->root) + 1; (at = strchr(at, '/')); at++) {
		*at = '\0';
		mkdir(full, 0700);
		*at = '/';
	}
	file = fopen(full, "w");
	if (!file || fputs(text, file) < 0 || fclose(file) != 0)
		abort();
}

static inline int tree_unlink(const char *path, const struct stat *st, int type,
			      struct FTW *where)
{
	(void)st;
	(void)type;
	(void)where;
	return remove(path);
}

static inline void tree_remove(const struct tree *tree)
{
	nftw(tree->root, tree_unlink, 8, FTW_DEPTH | FTW_PHYS);
}

/* For cmocka: the test finds a struct tree in *state. */
static inline int tree_setup(void **state)
{
	static struct tree tree;

	tree_make(&tree);
	*state = &tree;
	return 0;
}

static inline int tree_teardown(void **state)
{
	tree_remove(*state);
	return 0;
}
