/* SPDX-License-Identifier: MIT */
#include "machine/cpu_state.h"

#include <ctype.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include "machine/sysfile.h"

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
