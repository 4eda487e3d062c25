/* SPDX-License-Identifier: MIT */
/*
 * How much of each resource the kernel grants.
 */
#include <limits.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/statvfs.h>

#include "machine/facts.h"
#include "machine/sysfile.h"

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
	{"tcp_congestion_control", "/proc/sys/net/ipv4/tcp_congestion_control"},
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

static void add_limit(struct facts *facts, const char *key, rlim_t limit)
{
	if (limit == RLIM_INFINITY)
		facts_add(facts, key, "unlimited");
	else
		facts_add(facts, key, "%llu", (unsigned long long)limit);
}

/* A tmpfs without a limit says that its size is 0. */
static void add_shm(struct facts *facts, const char *root)
{
	char path[PATH_MAX];
	struct statvfs fs;

	snprintf(path, sizeof(path), "%s/dev/shm", root);
	if (statvfs(path, &fs) < 0)
		return;
	add_limit(facts, "dev_shm_bytes",
		  fs.f_blocks ? fs.f_blocks * fs.f_frsize : RLIM_INFINITY);
	add_limit(facts, "dev_shm_free_bytes",
		  fs.f_blocks ? fs.f_bavail * fs.f_frsize : RLIM_INFINITY);
}

void facts_add_limits(struct facts *facts, const char *root)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		char line[FACT_SIZE] = "";

		sysfile_text(NULL, line, sizeof(line), "%s%s", root, files[i].path);
		facts_add(facts, files[i].key, "%s", line);
	}
	for (size_t i = 0; i < sizeof(rlimits) / sizeof(*rlimits); i++) {
		struct rlimit limit;

		if (getrlimit(rlimits[i].resource, &limit) == 0)
			add_limit(facts, rlimits[i].key, limit.rlim_cur);
	}
	add_shm(facts, root);
}
