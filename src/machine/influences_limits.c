/* SPDX-License-Identifier: MIT */
/*
 * How much the kernel grants of what mechanisms need, whom it bounds, and how to raise
 * it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#include "machine/influences.h"

static const struct {
	const char *key, *effect, *fix;
} limits[] = {
	/* clang-format off */
	{"pipe_max_size_bytes", "largest buffer of a pipe, named or not, without root",
	 "sudo sysctl fs.pipe-max-size=16777216"},
	{"pipe_user_pages_soft",
	 "pages of all pipes of a user, beyond which new ones have 8 KiB; not for root",
	 "sudo sysctl fs.pipe-user-pages-soft=0"},
	{"mqueue_msg_max", "greatest depth of a POSIX message queue without root",
	 "sudo sysctl fs.mqueue.msg_max=256"},
	{"mqueue_msgsize_max_bytes", "largest message of a POSIX queue without root",
	 "sudo sysctl fs.mqueue.msgsize_max=1048576"},
	{"rlimit_msgqueue_bytes", "depth times size of all POSIX queues of a user",
	 "ulimit -q unlimited, as root"},
	{"sysv_msgmax_bytes", "largest message of a System V queue", "sudo sysctl kernel.msgmax=1048576"},
	{"sysv_msgmnb_bytes", "bytes in one System V queue", "sudo sysctl kernel.msgmnb=4194304"},
	{"socket_wmem_max_bytes", "largest send buffer of a socket",
	 "sudo sysctl net.core.wmem_max=16777216"},
	{"socket_rmem_max_bytes", "largest receive buffer of a socket, but of a UNIX one",
	 "sudo sysctl net.core.rmem_max=16777216"},
	{"unix_max_dgram_qlen", "datagrams in flight between UNIX sockets",
	 "sudo sysctl net.unix.max_dgram_qlen=512"},
	{"rlimit_sigpending", "queued signals of a user",
	 "ulimit -i unlimited, as root"},
	{"dev_shm_bytes", "shared memory of all programs, and named semaphores",
	 "sudo mount -o remount,size=1G /dev/shm"},
	{"rlimit_memlock_bytes", "memory that zero-copy sends and io_uring may lock",
	 "ulimit -l unlimited, as root"},
	{"rlimit_nofile", "descriptors of a process", "ulimit -n 65536"},
	{"io_uring_disabled", "0: io_uring for all, 1: for a group and root, 2: for nobody",
	 "sudo sysctl kernel.io_uring_disabled=0"},
	{"ptrace_scope", "0 or 1: a process may read the memory of its child, 3: of none",
	 "sudo sysctl kernel.yama.ptrace_scope=1"},
	/* clang-format on */
};

static void write_limit(char text[static TEXT_SIZE], const char *key, const char *value)
{
	char *end;
	const uint64_t bytes = strtoull(value, &end, 10);

	if (strstr(key, "_bytes") && !*end)
		text_format_size(text, bytes);
	else
		snprintf(text, TEXT_SIZE, "%s", value);
}

void influences_add_limits(struct influences *influences, const struct facts *facts)
{
	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++) {
		const char *value = facts_value(facts, limits[i].key);
		struct influence *of =
			influence_add(influences, limits[i].key,
				      value ? STANDING_LIMIT : STANDING_UNKNOWN);

		if (value)
			write_limit(of->state, limits[i].key, value);
		of->effect = limits[i].effect;
		of->fix = limits[i].fix;
		of->basis = BASIS_DOCUMENTED;
	}
}
