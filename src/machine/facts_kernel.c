/* SPDX-License-Identifier: MIT */
/*
 * The kernel and its settings.
 *
 * The release is read below /proc/sys and not with uname(), which would also give the
 * host's name.
 */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "machine/facts.h"
#include "machine/sysfile.h"

/* Of a list such as "always [madvise] never" the word in brackets. */
static void add_hugepages(struct facts *facts, const char *root)
{
	char line[256] = "", *chosen;

	sysfile_line(line, sizeof(line), "%s/sys/kernel/mm/transparent_hugepage/enabled",
		     root);
	chosen = line + strcspn(line, "[");
	if (*chosen)
		chosen++;
	chosen[strcspn(chosen, "]")] = '\0';
	facts_add(facts, "transparent_hugepages", "%s", chosen);
}

static void add_seccomp(struct facts *facts, const char *root)
{
	char mode[64] = "";

	sysfile_field("Seccomp", mode, sizeof(mode), "%s/proc/self/status", root);
	facts_add(facts, "seccomp", "%s", mode);
}

static void word_append(char *text, size_t size, const char *word)
{
	if (*text)
		strncat(text, " ", size - strlen(text) - 1);
	strncat(text, word, size - strlen(text) - 1);
}

/*
 * The weaknesses that this processor has: those that the kernel mitigates, which mostly
 * makes system calls slower, and those that it does not.  Not with glob(): that of glibc
 * 2.36 frees twice when there is no memory.
 */
static void add_mitigations(struct facts *facts, const char *root)
{
	char path[PATH_MAX], state[256], active[256] = "", missing[256] = "";
	struct dirent **entries;
	int count;

	snprintf(path, sizeof(path), "%s/sys/devices/system/cpu/vulnerabilities", root);
	count = scandir(path, &entries, NULL, alphasort);
	if (count < 0)
		return;
	for (int i = 0; i < count; i++) {
		const char *name = entries[i]->d_name;

		if (*name != '.' &&
		    sysfile_line(state, sizeof(state), "%s/%s", path, name) == 0 &&
		    strncmp(state, "Not affected", 12) != 0)
			word_append(strstr(state, "Mitigation") ? active : missing,
				    sizeof(active), name);
		free(entries[i]);
	}
	free(entries);
	facts_add(facts, "mitigations_active", "%s", *active ? active : "none");
	facts_add(facts, "mitigations_missing", "%s", *missing ? missing : "none");
}

/* Address randomisation; setarch -R turns it off for one process and its children. */
static void add_aslr(struct facts *facts, const char *root)
{
	enum { NO_RANDOMIZE = 0x0040000 };
	char personality[32] = "";
	long long level;

	sysfile_line(personality, sizeof(personality), "%s/proc/self/personality", root);
	if (strspn(personality, "0123456789abcdef") == 8 &&
	    strtoul(personality, NULL, 16) & NO_RANDOMIZE)
		facts_add(facts, "aslr", "off");
	else if (sysfile_number(&level, "%s/proc/sys/kernel/randomize_va_space", root))
		facts_add(facts, "aslr", NOT_AVAILABLE);
	else
		facts_add(facts, "aslr", level ? "on" : "off");
}

/* Here an empty list means that there are none. */
static void add_isolated(struct facts *facts, const char *root)
{
	char list[256] = "";

	if (sysfile_line(list, sizeof(list), "%s/sys/devices/system/cpu/isolated",
			 root) == -ENODATA)
		strcpy(list, "none");
	facts_add(facts, "cpus_isolated", "%s", list);
}

static void add_load(struct facts *facts, const char *root)
{
	char line[128] = "";

	sysfile_line(line, sizeof(line), "%s/proc/loadavg", root);
	line[strcspn(line, " ")] = '\0';
	facts_add(facts, "load_average", "%s", line);
}

static void add_libc(struct facts *facts)
{
	char name[64] = "";

#ifdef _CS_GNU_LIBC_VERSION
	confstr(_CS_GNU_LIBC_VERSION, name, sizeof(name));
#endif
	facts_add(facts, "libc", "%s", name);
}

void facts_add_kernel(struct facts *facts, const char *root)
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
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		facts_add_line(facts, files[i].key, root, files[i].path);
	add_isolated(facts, root);
	add_libc(facts);
	add_mitigations(facts, root);
	add_hugepages(facts, root);
	add_aslr(facts, root);
	add_seccomp(facts, root);
	add_load(facts, root);
}
