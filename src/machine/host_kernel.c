/* SPDX-License-Identifier: MIT */
/*
 * Facts about the kernel and how it is set.
 *
 * Releases are read below /proc/sys and not with uname(), which also knows the
 * host's name.
 */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "machine/host.h"
#include "machine/sysfile.h"

static const char section[] = "machine";

static void add_file(struct host *host, const char *root, const char *key,
		     const char *path)
{
	char line[256] = "";

	sysfile_line(line, sizeof(line), "%s%s", root, path);
	host_add(host, section, key, "%s", line);
}

/* The chosen one of a list such as "always [madvise] never". */
static void add_choice(struct host *host, const char *root, const char *key,
		       const char *path)
{
	char line[256] = "", *chosen;

	sysfile_line(line, sizeof(line), "%s%s", root, path);
	chosen = line + strcspn(line, "[");
	if (*chosen)
		chosen++;
	chosen[strcspn(chosen, "]")] = '\0';
	host_add(host, section, key, "%s", chosen);
}

static void add_field(struct host *host, const char *root, const char *key,
		      const char *path, const char *field)
{
	char value[64] = "";

	sysfile_field(field, value, sizeof(value), "%s%s", root, path);
	host_add(host, section, key, "%s", value);
}

static int entry_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void word_append(char *text, size_t size, const char *word)
{
	if (*text)
		strncat(text, " ", size - strlen(text) - 1);
	strncat(text, word, size - strlen(text) - 1);
}

/*
 * Weaknesses of this processor by what the kernel does about them; most of what
 * it does makes system calls slower.  Those it does not have are left out.
 */
static void add_mitigations(struct host *host, const char *root)
{
	char path[PATH_MAX], state[256], active[256] = "", missing[256] = "";
	struct dirent **entries;
	int count;

	snprintf(path, sizeof(path), "%s/sys/devices/system/cpu/vulnerabilities", root);
	count = scandir(path, &entries, entry_visible, alphasort);
	for (int i = 0; i < count; i++) {
		const char *name = entries[i]->d_name;

		if (sysfile_line(state, sizeof(state), "%s/%s", path, name) < 0 ||
		    strncmp(state, "Not affected", 12) == 0)
			state[0] = '\0';
		else if (strstr(state, "Mitigation"))
			word_append(active, sizeof(active), name);
		else
			word_append(missing, sizeof(missing), name);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
	host_add(host, section, "mitigations_active", "%s",
		 active[0] || count < 0 ? active : "none");
	host_add(host, section, "mitigations_missing", "%s",
		 missing[0] || count < 0 ? missing : "none");
}

/* setarch -R turns it off for one process and its children only. */
static void add_aslr(struct host *host, const char *root)
{
	enum { NO_RANDOMIZE = 0x0040000 };
	char personality[32] = "";
	long long level;

	sysfile_line(personality, sizeof(personality), "%s/proc/self/personality", root);
	if (strspn(personality, "0123456789abcdef") == 8 &&
	    strtoul(personality, NULL, 16) & NO_RANDOMIZE)
		host_add(host, section, "aslr", "off");
	else if (sysfile_number(&level, "%s/proc/sys/kernel/randomize_va_space", root))
		host_add(host, section, "aslr", NOT_AVAILABLE);
	else
		host_add(host, section, "aslr", level ? "on" : "off");
}

/* An empty list is an answer here. */
static void add_isolated(struct host *host, const char *root)
{
	char list[256] = "";

	if (sysfile_line(list, sizeof(list), "%s/sys/devices/system/cpu/isolated",
			 root) == -ENODATA)
		strcpy(list, "none");
	host_add(host, section, "cpus_isolated", "%s", list);
}

static void add_load(struct host *host, const char *root)
{
	char line[128] = "";

	sysfile_line(line, sizeof(line), "%s/proc/loadavg", root);
	line[strcspn(line, " ")] = '\0';
	host_add(host, section, "load_average", "%s", line);
}

static void add_libc(struct host *host)
{
	char name[64] = "";

#ifdef _CS_GNU_LIBC_VERSION
	confstr(_CS_GNU_LIBC_VERSION, name, sizeof(name));
#endif
	host_add(host, section, "libc", "%s", name);
}

/* Whether cycles can be counted in user space, which needs least permission. */
static void add_perf(struct host *host)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_HARDWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_HW_CPU_CYCLES,
		.disabled = 1,
		.exclude_kernel = 1,
		.exclude_hv = 1,
	};
	long fd = syscall(SYS_perf_event_open, &attr, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
	const char *state = "no-hardware";

	if (fd >= 0) {
		state = "yes";
		close((int)fd);
	} else if (errno == EACCES || errno == EPERM) {
		state = "not-permitted";
	}
	host_add(host, section, "perf_hardware_counters", "%s", state);
}

void host_kernel(struct host *host, const struct host_context *context)
{
	static const struct {
		const char *key, *path;
	} files[] = {
		{"kernel_release", "/proc/sys/kernel/osrelease"},
		{"kernel_version", "/proc/sys/kernel/version"},
		{"clocksource", "/sys/devices/system/clocksource/clocksource0/"
				"current_clocksource"},
		{"clocksources", "/sys/devices/system/clocksource/clocksource0/"
				 "available_clocksource"},
		{"idle_driver", "/sys/devices/system/cpu/cpuidle/current_driver"},
		{"guest_halt_poll_ns", "/sys/module/haltpoll/parameters/"
				       "guest_halt_poll_ns"},
		{"security_modules", "/sys/kernel/security/lsm"},
		{"perf_event_paranoid", "/proc/sys/kernel/perf_event_paranoid"},
	};
	const char *root = context->root;

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		add_file(host, root, files[i].key, files[i].path);
	add_isolated(host, root);
	add_libc(host);
	host_add(host, section, "clock_read_ns", "%.1f", context->timer.read_ns);
	host_add(host, section, "clock_step_ns", "%llu",
		 (unsigned long long)context->timer.step_ns);
	add_mitigations(host, root);
	add_choice(host, root, "transparent_hugepages",
		   "/sys/kernel/mm/transparent_hugepage/enabled");
	add_aslr(host, root);
	add_field(host, root, "seccomp", "/proc/self/status", "Seccomp");
	add_load(host, root);
	add_perf(host);
}
