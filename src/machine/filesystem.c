/* SPDX-License-Identifier: MIT */
#include "machine/filesystem.h"

#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

/* The kernel's numbers, see statfs(2); its headers do not have all of them. */
static const struct {
	uint32_t type;
	const char *name;
} filesystems[] = {
	{0xef53, "ext4"},      {0x01021994, "tmpfs"}, {0x794c7630, "overlay"},
	{0x9123683e, "btrfs"}, {0x58465342, "xfs"},   {0xf2f52010, "f2fs"},
	{0x2fc12fc1, "zfs"},   {0x6969, "nfs"},	      {0xff534d42, "cifs"},
	{0xfe534d42, "smb2"},  {0x00c36400, "ceph"},  {0x01021997, "9p"},
	{0x65735546, "fuse"},  {0x858458f6, "ramfs"}, {0x4d44, "vfat"},
	{0x2011bab0, "exfat"}, {0x3153464a, "jfs"},   {0x52654973, "reiserfs"},
	{0xf15f, "ecryptfs"},
};

const char *filesystem_name(const char *directory)
{
	struct statfs status;

	if (statfs(directory, &status) < 0)
		return "other";
	for (size_t i = 0; i < sizeof(filesystems) / sizeof(filesystems[0]); i++)
		if ((uint32_t)status.f_type == filesystems[i].type)
			return filesystems[i].name;
	return "other";
}

/* Not the path of the mounted device, which may contain the host's name. */
void filesystem_device(const char *root, const char *directory,
		       char device[static FILESYSTEM_DEVICE_SIZE])
{
	char link[PATH_MAX], target[PATH_MAX];
	const char *name;
	struct stat status;
	ssize_t n;

	device[0] = '\0';
	if (stat(directory, &status) < 0)
		return;
	snprintf(link, sizeof(link), "%s/sys/dev/block/%u:%u", root, major(status.st_dev),
		 minor(status.st_dev));
	n = readlink(link, target, sizeof(target) - 1);
	if (n < 0)
		return;
	target[n] = '\0';
	name = strrchr(target, '/');
	snprintf(device, FILESYSTEM_DEVICE_SIZE, "%.63s", name ? name + 1 : target);
}

int filesystem_check(const char *directory)
{
	char inside[PATH_MAX];

	/* Only a directory has an entry ".". */
	if (snprintf(inside, sizeof(inside), "%s/.", directory) >= PATH_MAX)
		return -ENAMETOOLONG;
	return access(inside, W_OK | X_OK) < 0 ? -errno : 0;
}
