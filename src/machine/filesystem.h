/* SPDX-License-Identifier: MIT */
/*
 * The directories in which mechanisms make files: results differ with the file system.
 */
#pragma once

/* The type of the file system: "tmpfs", "overlay", "ext4" (also for ext2 and ext3) ...;
 * "other" if it is unknown or cannot be found out.  Static. */
const char *filesystem_name(const char *directory);

enum { FILESYSTEM_DEVICE_SIZE = 64 };

/* Stores the kernel's name of the block device that a directory is on, as "vda1"; "" if
 * it is on none, or on several.  root as in host.h. */
void filesystem_device(const char *root, const char *directory,
		       char device[static FILESYSTEM_DEVICE_SIZE]);

/* Returns 0 if files can be made in the directory, or -errno. */
int filesystem_check(const char *directory);
