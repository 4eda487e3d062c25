/* SPDX-License-Identifier: MIT */
/*
 * What kind of file system a directory is on: a file in memory and one on a disk are
 * different things under one name.
 */
#pragma once

/* Its type: "ext4" (ext2 and ext3 are not told from it), "tmpfs", "overlay" ...;
 * "other" if it is none of those known, or cannot be found out.  Static. */
const char *filesystem_name(const char *directory);

/* 0 if files can be made in the directory, or -errno. */
int filesystem_check(const char *directory);
