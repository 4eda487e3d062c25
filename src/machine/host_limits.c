/* SPDX-License-Identifier: MIT */
/*
 * Facts about what the kernel lets a mechanism have.
 *
 * A size of 0 from a tmpfs means that it has no limit, not that it is full.
 */
#include <limits.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/statvfs.h>

#include "machine/host.h"
#include "machine/sysfile.h"

static const char section[] = "limits";

static const struct {
	const char *key, *path;
} files[] = {
	{"pipe_max_size_bytes", "fs/pipe-max-size"},
	{"pipe_user_pages_soft", "fs/pipe-user-pages-soft"},
	{"mqueue_msg_max", "fs/mqueue/msg_max"},
	{"mqueue_msgsize_max_bytes", "fs/mqueue/msgsize_max"},
	{"mqueue_queues_max", "fs/mqueue/queues_max"},
	{"sysv_msgmax_bytes", "kernel/msgmax"},
	{"sysv_msgmnb_bytes", "kernel/msgmnb"},
	{"socket_rmem_default_bytes", "net/core/rmem_default"},
	{"socket_rmem_max_bytes", "net/core/rmem_max"},
	{"socket_wmem_default_bytes", "net/core/wmem_default"},
	{"socket_wmem_max_bytes", "net/core/wmem_max"},
	{"unix_max_dgram_qlen", "net/unix/max_dgram_qlen"},
	{"io_uring_disabled", "kernel/io_uring_disabled"},
	{"ptrace_scope", "kernel/yama/ptrace_scope"},
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

static void add_rlimit(struct host *host, const char *key, int resource)
{
	struct rlimit limit;

	if (getrlimit(resource, &limit) < 0)
		host_add(host, section, key, NOT_AVAILABLE);
	else if (limit.rlim_cur == RLIM_INFINITY)
		host_add(host, section, key, "unlimited");
	else
		host_add(host, section, key, "%llu", (unsigned long long)limit.rlim_cur);
}

static void add_shm(struct host *host, const char *key, const struct statvfs *fs,
		    fsblkcnt_t blocks)
{
	if (!fs)
		host_add(host, section, key, NOT_AVAILABLE);
	else if (!fs->f_blocks)
		host_add(host, section, key, "unlimited");
	else
		host_add(host, section, key, "%llu",
			 (unsigned long long)blocks * fs->f_frsize);
}

void host_limits(struct host *host, const struct host_context *context)
{
	char path[PATH_MAX];
	struct statvfs fs = {0};
	const struct statvfs *found;

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		char line[64] = "";

		sysfile_line(line, sizeof(line), "%s/proc/sys/%s", context->root,
			     files[i].path);
		host_add(host, section, files[i].key, "%s", line);
	}
	for (size_t i = 0; i < sizeof(rlimits) / sizeof(*rlimits); i++)
		add_rlimit(host, rlimits[i].key, rlimits[i].resource);

	snprintf(path, sizeof(path), "%s/dev/shm", context->root);
	found = statvfs(path, &fs) < 0 ? NULL : &fs;
	add_shm(host, "dev_shm_bytes", found, fs.f_blocks);
	add_shm(host, "dev_shm_free_bytes", found, fs.f_bavail);
}
