/* SPDX-License-Identifier: MIT */
/*
 * The difference between perf's task clock and the CPU time would be the stolen time.  It
 * is not used: the kernel stops and starts the event at every context switch, so that a
 * pipe's round trip on one CPU cost each side 1.4 us instead of 1.0 (measured side by
 * side).
 */
#include "machine/meter.h"

#include <ctype.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "machine/sysfile.h"

int meter_open(void)
{
	return open("/proc/self/schedstat", O_RDONLY | O_CLOEXEC);
}

/* The second number of "time on the CPU, time waiting for it, slices". */
static double runqueue_ns(int meter)
{
	char text[128];
	char *second;
	ssize_t n = pread(meter, text, sizeof(text) - 1, 0);

	if (n <= 0)
		return NAN;
	text[n] = '\0';
	second = strchr(text, ' ');
	return second ? strtod(second, NULL) : NAN;
}

static double timeval_ns(struct timeval tv)
{
	return (double)tv.tv_sec * 1e9 + (double)tv.tv_usec * 1e3;
}

struct usage meter_read(int meter)
{
	struct rusage ru;

	getrusage(RUSAGE_SELF, &ru);
	return (struct usage){
		.user_ns = timeval_ns(ru.ru_utime),
		.system_ns = timeval_ns(ru.ru_stime),
		.voluntary_switches = (double)ru.ru_nvcsw,
		.involuntary_switches = (double)ru.ru_nivcsw,
		.faults = (double)(ru.ru_minflt + ru.ru_majflt),
		.runqueue_ns = runqueue_ns(meter),
	};
}

struct usage usage_add(struct usage a, double times, struct usage b)
{
	return (struct usage){
		.user_ns = a.user_ns + times * b.user_ns,
		.system_ns = a.system_ns + times * b.system_ns,
		.voluntary_switches = a.voluntary_switches + times * b.voluntary_switches,
		.involuntary_switches =
			a.involuntary_switches + times * b.involuntary_switches,
		.faults = a.faults + times * b.faults,
		.runqueue_ns = a.runqueue_ns + times * b.runqueue_ns,
	};
}

double cpu_stolen_ns(const char *root, int cpu)
{
	char path[PATH_MAX], line[512] = "";
	unsigned long long stolen;
	double ns = NAN;
	FILE *file;
	int which;

	snprintf(path, sizeof(path), "%s/proc/stat", root);
	file = fopen(path, "re");
	if (!file)
		return NAN;
	/* "cpuN user nice system idle iowait irq softirq steal ..."; "cpu" is their sum.
	 */
	while (isnan(ns) && fgets(line, sizeof(line), file))
		if (isdigit((unsigned char)line[3]) &&
		    sscanf(line, "cpu%d %*u %*u %*u %*u %*u %*u %*u %llu", &which,
			   &stolen) == 2 &&
		    which == cpu)
			ns = (double)stolen * 1e9 / (double)sysconf(_SC_CLK_TCK);
	fclose(file);
	return ns;
}

double cpu_mhz(const char *root, int cpu)
{
	long long khz;

	if (cpu < 0 ||
	    sysfile_number(&khz,
			   "%s/sys/devices/system/cpu/cpu%d/cpufreq/scaling_cur_freq",
			   root, cpu) < 0)
		return NAN;
	return (double)khz / 1000;
}
