/* SPDX-License-Identifier: MIT */
/*
 * The directories in which mechanisms make files: results differ with the file system.
 */
#pragma once

/* The type of the file system: "tmpfs", "overlay", "ext4" (also for ext2 and ext3) ...;
 * "other" if it is unknown or cannot be found out.  Static. */
const char *filesystem_name(const char *directory);

/* Returns 0 if files can be made in the directory, or -errno. */
int filesystem_check(const char *directory);
