/* SPDX-License-Identifier: MIT */
/*
 * How many CPUs there are, how much of their time may be used, and how fast they run.
 *
 * Governor and speed are those of the allowed CPUs only, so that a warning goes away
 * once its fix has been typed.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine/facts.h"
#include "machine/sysfile.h"

/* How many of the numbers from @low to @high are in a list such as "0-3,8". */
static long list_count(const char *list, long low, long high)
{
	long count = 0;

	for (char *end;; list = end + 1) {
		long first = strtol(list, &end, 10), last = first;

		if (end == list)
			return count;
		if (*end == '-')
			last = strtol(end + 1, &end, 10);
		first = first > low ? first : low;
		last = last < high ? last : high;
		count += last >= first ? last - first + 1 : 0;
		if (*end != ',')
			return count;
	}
}

/*
 * Whether the allowed CPUs differ in speed.  ARM kernels give each CPU a capacity, and
 * Intel ones list the small cores.
 */
static bool cores_differ(const char *root, const struct topology *top)
{
	char small[256] = "";
	long long first = -1;
	size_t small_count = 0;

	sysfile_line(small, sizeof(small), "%s/sys/devices/cpu_atom/cpus", root);
	for (size_t i = 0; i < top->count; i++) {
		long long capacity;

		small_count += list_count(small, top->cpus[i].cpu, top->cpus[i].cpu);
		if (sysfile_number(&capacity, SYSFILE_CPU "/cpu_capacity", root,
				   top->cpus[i].cpu) < 0)
			continue;
		if (first >= 0 && capacity != first)
			return true;
		first = capacity;
	}
	return small_count && small_count < top->count;
}

static void add_counts(struct facts *facts, const char *root, const struct topology *top)
{
	char online[256] = "", allowed[256] = "";
	long count;

	sysfile_line(online, sizeof(online), "%s/sys/devices/system/cpu/online", root);
	count = list_count(online, 0, LONG_MAX - 1);
	if (count)
		facts_add(facts, "cpus_online", "%ld", count);
	else
		facts_add(facts, "cpus_online", NOT_AVAILABLE);
	facts_add(facts, "cpus_allowed", "%zu", top->count);

	sysfile_field("Cpus_allowed_list", allowed, sizeof(allowed),
		      "%s/proc/self/status", root);
	facts_add(facts, "cpus_allowed_list", "%s", allowed);
	facts_add(facts, "cores_differ", "%s", cores_differ(root, top) ? "yes" : "no");
}

/*
 * The quota of this process's own control group, in CPUs.  Inside a container the file
 * system may begin at the container's own group, which is then found at the top.
 */
static void add_quota(struct facts *facts, const char *root)
{
	char group[PATH_MAX] = ":", line[64] = "";
	double quota, period;

	/* In the unified hierarchy the line is "0::/path". */
	sysfile_field("0", group, sizeof(group), "%s/proc/self/cgroup", root);
	if (sysfile_line(line, sizeof(line), "%s/sys/fs/cgroup%s/cpu.max", root,
			 group + 1) < 0)
		sysfile_line(line, sizeof(line), "%s/sys/fs/cgroup/cpu.max", root);
	if (strncmp(line, "max ", 4) == 0)
		facts_add(facts, "cpu_quota", "none");
	else if (sscanf(line, "%lf %lf", &quota, &period) == 2 && period > 0)
		facts_add(facts, "cpu_quota", "%.2f", quota / period);
	else
		facts_add(facts, "cpu_quota", NOT_AVAILABLE);
}

/* Of several governors, one other than performance. */
static void add_governor(struct facts *facts, const char *root,
			 const struct topology *top)
{
	char driver[64] = "", governor[64] = "";

	for (size_t i = 0; i < top->count; i++) {
		char line[64];

		if (sysfile_line(line, sizeof(line),
				 SYSFILE_CPU "/cpufreq/scaling_governor", root,
				 top->cpus[i].cpu) < 0)
			continue;
		strcpy(governor, line);
		if (strcmp(governor, "performance") != 0)
			break;
	}
	sysfile_line(driver, sizeof(driver), SYSFILE_CPU "/cpufreq/scaling_driver", root,
		     top->cpus[0].cpu);
	facts_add(facts, "governor", "%s", governor);
	facts_add(facts, "scaling_driver", "%s", driver);
}

/* Any number but 0 and 1 means that it is not known. */
static void add_flag(struct facts *facts, const char *key, long long flag)
{
	facts_add(facts, key, "%s", flag == 1 ? "on" : flag == 0 ? "off" : "");
}

static void add_flags(struct facts *facts, const char *root)
{
	long long turbo = -1, smt = -1;

	if (sysfile_number(&turbo, "%s/sys/devices/system/cpu/intel_pstate/no_turbo",
			   root) == 0)
		turbo = 1 - turbo;
	else
		sysfile_number(&turbo, "%s/sys/devices/system/cpu/cpufreq/boost", root);
	add_flag(facts, "turbo", turbo);
	sysfile_number(&smt, "%s/sys/devices/system/cpu/smt/active", root);
	add_flag(facts, "smt", smt);
}

void facts_add_cpus(struct facts *facts, const char *root, const struct topology *top)
{
	add_counts(facts, root, top);
	add_quota(facts, root);
	add_governor(facts, root, top);
	add_flags(facts, root);
}
