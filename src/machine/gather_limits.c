/* SPDX-License-Identifier: MIT */
/*
 * How much of each resource the kernel grants.
 *
 * If the size of a tmpfs is 0, it has no limit.
 */
#include <limits.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/statvfs.h>

#include "machine/gather.h"

static const char section[] = "limits";

static const struct {
	const char *key, *path;
} files[] = {
	{"pipe_max_size_bytes", "/proc/sys/fs/pipe-max-size"},
	{"pipe_user_pages_soft", "/proc/sys/fs/pipe-user-pages-soft"},
	{"mqueue_msg_max", "/proc/sys/fs/mqueue/msg_max"},
	{"mqueue_msgsize_max_bytes", "/proc/sys/fs/mqueue/msgsize_max"},
	{"mqueue_queues_max", "/proc/sys/fs/mqueue/queues_max"},
	{"sysv_msgmax_bytes", "/proc/sys/kernel/msgmax"},
	{"sysv_msgmnb_bytes", "/proc/sys/kernel/msgmnb"},
	{"socket_rmem_default_bytes", "/proc/sys/net/core/rmem_default"},
	{"socket_rmem_max_bytes", "/proc/sys/net/core/rmem_max"},
	{"socket_wmem_default_bytes", "/proc/sys/net/core/wmem_default"},
	{"socket_wmem_max_bytes", "/proc/sys/net/core/wmem_max"},
	{"unix_max_dgram_qlen", "/proc/sys/net/unix/max_dgram_qlen"},
	{"io_uring_disabled", "/proc/sys/kernel/io_uring_disabled"},
	{"ptrace_scope", "/proc/sys/kernel/yama/ptrace_scope"},
};

static const struct {
	const char *key;
	int resource;
} rlimits[] = {
	{"rlimit_msgqueue_bytes", RLIMIT_MSGQUEUE},
	{"rlimit_sigpending", RLIMIT_SIGPENDING},
	{"rlimit_nofile", RLIMIT_NOFILE},
	{"rlimit_memlock_bytes", RLIMIT_MEMLOCK},
};

static void add_rlimit(struct facts *facts, const char *key, int resource)
{
	struct rlimit limit;

	if (getrlimit(resource, &limit) < 0)
		facts_add(facts, section, key, NOT_AVAILABLE);
	else if (limit.rlim_cur == RLIM_INFINITY)
		facts_add(facts, section, key, "unlimited");
	else
		facts_add(facts, section, key, "%llu",
			  (unsigned long long)limit.rlim_cur);
}

static void add_shm(struct facts *facts, const char *key, const struct statvfs *fs,
		    fsblkcnt_t blocks)
{
	if (!fs)
		facts_add(facts, section, key, NOT_AVAILABLE);
	else if (!fs->f_blocks)
		facts_add(facts, section, key, "unlimited");
	else
		facts_add(facts, section, key, "%llu",
			  (unsigned long long)blocks * fs->f_frsize);
}

void gather_limits(struct facts *facts, const char *root)
{
	char path[PATH_MAX];
	struct statvfs fs = {0};
	const struct statvfs *found;

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		facts_add_line(facts, section, files[i].key, root, files[i].path);
	for (size_t i = 0; i < sizeof(rlimits) / sizeof(*rlimits); i++)
		add_rlimit(facts, rlimits[i].key, rlimits[i].resource);

	snprintf(path, sizeof(path), "%s/dev/shm", root);
	found = statvfs(path, &fs) < 0 ? NULL : &fs;
	add_shm(facts, "dev_shm_bytes", found, fs.f_blocks);
	add_shm(facts, "dev_shm_free_bytes", found, fs.f_bavail);
}
