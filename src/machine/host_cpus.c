/* SPDX-License-Identifier: MIT */
/*
 * Facts about the CPUs: how many, for how long, how fast.
 *
 * What other CPUs do matters little: governor and speed are looked up for the
 * allowed ones, so that a warning goes away when its fix has been typed.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine/host.h"
#include "machine/sysfile.h"

#define CPU_DIR "%s/sys/devices/system/cpu/cpu%d"

static const char section[] = "machine";

/* Takes the first range off a list such as "0-3,8"; false at its end or at nonsense. */
static bool range_next(const char **list, long *first, long *last)
{
	char *end;

	*first = *last = strtol(*list, &end, 10);
	if (end == *list)
		return false;
	if (*end == '-')
		*last = strtol(end + 1, &end, 10);
	*list = *end == ',' ? end + 1 : end;
	return *last >= *first;
}

static long list_count(const char *list)
{
	long count = 0, first, last;

	while (range_next(&list, &first, &last))
		count += last - first + 1;
	return count;
}

static bool list_has(const char *list, long number)
{
	long first, last;

	while (range_next(&list, &first, &last)) {
		if (first <= number && number <= last)
			return true;
	}
	return false;
}

/*
 * Whether allowed CPUs differ in speed.  ARM says so by capacity; Intel by the
 * list of its small cores.
 */
static bool cores_differ(const char *root, const struct topology *top)
{
	char small[256] = "";
	long long first = -1;
	size_t small_count = 0;

	sysfile_line(small, sizeof(small), "%s/sys/devices/cpu_atom/cpus", root);
	for (size_t i = 0; i < top->count; i++) {
		long long capacity;

		small_count += list_has(small, top->cpus[i].cpu);
		if (sysfile_number(&capacity, CPU_DIR "/cpu_capacity", root,
				   top->cpus[i].cpu) < 0)
			continue;
		if (first >= 0 && capacity != first)
			return true;
		first = capacity;
	}
	return small_count && small_count < top->count;
}

static void add_counts(struct host *host, const struct host_context *context)
{
	char online[256] = "", allowed[256] = "";

	sysfile_line(online, sizeof(online), "%s/sys/devices/system/cpu/online",
		     context->root);
	if (list_count(online))
		host_add(host, section, "cpus_online", "%ld", list_count(online));
	else
		host_add(host, section, "cpus_online", NOT_AVAILABLE);
	host_add(host, section, "cpus_allowed", "%zu", context->topology->count);

	sysfile_field("Cpus_allowed_list", allowed, sizeof(allowed),
		      "%s/proc/self/status", context->root);
	host_add(host, section, "cpus_allowed_list", "%s", allowed);
	host_add(host, section, "cores_differ", "%s",
		 cores_differ(context->root, context->topology) ? "yes" : "no");
}

/*
 * The quota of this process's own control group, in CPUs.  A container that is
 * shown the host's groups finds its own at the top.
 */
static void add_quota(struct host *host, const char *root)
{
	char group[PATH_MAX] = ":", line[64] = "";
	double quota, period;

	/* The line of the unified hierarchy is "0::/path". */
	sysfile_field("0", group, sizeof(group), "%s/proc/self/cgroup", root);
	if (sysfile_line(line, sizeof(line), "%s/sys/fs/cgroup%s/cpu.max", root,
			 group + 1) < 0)
		sysfile_line(line, sizeof(line), "%s/sys/fs/cgroup/cpu.max", root);
	if (strncmp(line, "max ", 4) == 0)
		host_add(host, section, "cpu_quota", "none");
	else if (sscanf(line, "%lf %lf", &quota, &period) == 2 && period > 0)
		host_add(host, section, "cpu_quota", "%.2f", quota / period);
	else
		host_add(host, section, "cpu_quota", NOT_AVAILABLE);
}

/* The governor of the allowed CPUs: the first that is not performance, if any. */
static void add_governor(struct host *host, const char *root, const struct topology *top)
{
	char driver[64] = "", governor[64] = "";

	for (size_t i = 0; i < top->count; i++) {
		char line[64];

		if (sysfile_line(line, sizeof(line), CPU_DIR "/cpufreq/scaling_governor",
				 root, top->cpus[i].cpu) < 0)
			continue;
		strcpy(governor, line);
		if (strcmp(governor, "performance") != 0)
			break;
	}
	sysfile_line(driver, sizeof(driver), CPU_DIR "/cpufreq/scaling_driver", root,
		     top->cpus[0].cpu);
	host_add(host, section, "governor", "%s", governor);
	host_add(host, section, "scaling_driver", "%s", driver);
}

/* The kernel's flags; any other number, -1 among them, says nothing. */
static const char *on_off(long long flag)
{
	if (flag == 1)
		return "on";
	return flag == 0 ? "off" : NOT_AVAILABLE;
}

static void add_turbo(struct host *host, const char *root)
{
	long long flag = -1;

	if (sysfile_number(&flag, "%s/sys/devices/system/cpu/intel_pstate/no_turbo",
			   root) == 0)
		flag = flag == 0 || flag == 1 ? !flag : -1;
	else
		sysfile_number(&flag, "%s/sys/devices/system/cpu/cpufreq/boost", root);
	host_add(host, section, "turbo", "%s", on_off(flag));
}

static void add_smt(struct host *host, const char *root)
{
	long long flag = -1;

	sysfile_number(&flag, "%s/sys/devices/system/cpu/smt/active", root);
	host_add(host, section, "smt", "%s", on_off(flag));
}

void host_cpus(struct host *host, const struct host_context *context)
{
	add_counts(host, context);
	add_quota(host, context->root);
	add_governor(host, context->root, context->topology);
	add_turbo(host, context->root);
	add_smt(host, context->root);
}
