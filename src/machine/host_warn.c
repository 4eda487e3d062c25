/* SPDX-License-Identifier: MIT */
/*
 * What about this machine bends the numbers, from the facts alone.
 *
 * A missing fact equals nothing and exceeds nothing, so it never warns: an empty
 * governor file is not a wrong governor.
 */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine/host.h"
#include "machine/sysfile.h"

enum {
	SLOW_CLOCK_NS = 200, /* the vDSO takes 20 to 60, a system call more */
	SMALL_SHM_BYTES = 128 << 20,
};

static void warn(struct host *host, const char *slug, const char *fix, const char *format,
		 ...) __attribute__((format(printf, 4, 5)));
static void warn(struct host *host, const char *slug, const char *fix, const char *format,
		 ...)
{
	struct warning *warning = &host->warnings[host->warning_count++];
	va_list args;

	assert(host->warning_count <= HOST_WARNINGS);
	warning->slug = slug;
	warning->fix = fix;
	va_start(args, format);
	vsnprintf(warning->text, sizeof(warning->text), format, args);
	va_end(args);
}

static bool fact_is(const struct host *host, const char *key, const char *value)
{
	const char *found = host_fact(host, key);

	return found && strcmp(found, value) == 0;
}

/* False unless the whole fact is a number. */
static bool fact_number(const struct host *host, const char *key, double *number)
{
	const char *found = host_fact(host, key);
	char *end;

	if (!found)
		return false;
	*number = strtod(found, &end);
	return end != found && !*end;
}

static void warn_virtual(struct host *host)
{
	bool can_poll = fact_is(host, "idle_driver", "haltpoll") &&
			fact_is(host, "guest_halt_poll_ns", "0");

	if (!fact_is(host, "virtual_machine", "yes"))
		return;
	warn(host, "virtual-machine",
	     can_poll ? "echo 200000 | sudo tee "
			"/sys/module/haltpoll/parameters/guest_halt_poll_ns"
		      : "trust ratios within one run; take absolute times on bare metal",
	     "virtual machine: waking a process on another CPU may leave the guest and "
	     "cost many times what it does on bare metal, and neighbours are felt");
}

static void warn_speed(struct host *host)
{
	const char *governor = host_fact(host, "governor");
	const char *driver = host_fact(host, "scaling_driver");

	if (governor && strcmp(governor, "performance") != 0)
		warn(host, "governor", "sudo cpupower frequency-set -g performance",
		     "CPU governor is %s: the clock speed follows the load, so "
		     "mechanisms that sleep run on slower CPUs than those that spin",
		     governor);
	if (fact_is(host, "turbo", "on"))
		warn(host, "turbo",
		     driver && strncmp(driver, "intel_", 6) == 0
			     ? "echo 1 | sudo tee "
			       "/sys/devices/system/cpu/intel_pstate/no_turbo"
			     : "echo 0 | sudo tee /sys/devices/system/cpu/cpufreq/boost",
		     "turbo is on: speed changes with heat and with what other cores do");
	if (fact_is(host, "smt", "on"))
		warn(host, "smt",
		     "echo off | sudo tee /sys/devices/system/cpu/smt/control",
		     "hardware threads share cores: work on a sibling slows the measured "
		     "CPU (without them the smt placement is skipped)");
	if (fact_is(host, "cores_differ", "yes"))
		warn(host, "unequal-cores",
		     "run under taskset -c with the CPUs of one kind, see lscpu -e",
		     "allowed CPUs differ in speed: figures depend on which are chosen");
}

static void warn_share(struct host *host, size_t cpus_wanted)
{
	double load, online, quota, allowed;

	if (!fact_number(host, "cpus_online", &online))
		online = 1;
	/* One busy process in four CPUs is met now and then, more all the time. */
	if (fact_number(host, "load_average", &load) && load > 0.5 && load > online / 4)
		warn(host, "load",
		     "wait until uptime shows less, or stop what is running",
		     "load average is %.2f: other work takes turns on the CPUs", load);
	if (fact_number(host, "cpu_quota", &quota))
		warn(host, "cpu-quota",
		     "start the container with --cpuset-cpus instead of --cpus",
		     "the control group allows %.2f CPUs of time: both processes are "
		     "stopped for milliseconds once it is used up",
		     quota);
	if (fact_number(host, "cpus_allowed", &allowed) && allowed < (double)cpus_wanted)
		warn(host, "few-cpus",
		     allowed < online ? "widen the affinity (taskset -c) or the cpuset "
					"(--cpuset-cpus)"
				      : "give the machine more CPUs, or read same-cpu "
					"figures only",
		     "%.0f CPU%s allowed, %zu wanted: placements are skipped, or shared "
		     "with the supervisor",
		     allowed, allowed > 1 ? "s" : "", cpus_wanted);
}

static void warn_clock(struct host *host)
{
	const char *current = host_fact(host, "clocksource");
	const char *all = host_fact(host, "clocksources");
	double read_ns;

	if (current && strcmp(current, "tsc") != 0 && all && sysfile_has_word(all, "tsc"))
		warn(host, "clocksource",
		     "echo tsc | sudo tee /sys/devices/system/"
		     "clocksource/clocksource0/current_clocksource",
		     "clocksource is %s though tsc is there: reading it may be slower, "
		     "and coarser",
		     current);
	if (fact_number(host, "clock_read_ns", &read_ns) && read_ns > SLOW_CLOCK_NS)
		warn(host, "slow-clock",
		     "boot with a clocksource that the vDSO can read, such as tsc",
		     "one reading of the clock takes %.0f ns: it is a system call here, "
		     "and short exchanges are timed in large batches",
		     read_ns);
}

static void warn_build(struct host *host)
{
	const char *sanitize = host_fact(host, "sanitize");

	if (fact_is(host, "optimization", "0") || fact_is(host, "optimization", "g"))
		warn(host, "debug-build", "meson configure BUILD -Dbuildtype=release",
		     "built without optimisation: every figure is too slow");
	if (sanitize && strcmp(sanitize, "none") != 0)
		warn(host, "sanitizer", "meson configure BUILD -Db_sanitize=none",
		     "built with the %s sanitizer: every figure is too slow", sanitize);
}

static void warn_rest(struct host *host)
{
	double bytes;

	if (fact_number(host, "dev_shm_free_bytes", &bytes) && bytes < SMALL_SHM_BYTES)
		warn(host, "small-shm",
		     host_fact(host, "container") && !fact_is(host, "container", "none")
			     ? "start the container with --shm-size=1g"
			     : "sudo mount -o remount,size=1G /dev/shm",
		     "/dev/shm has %.0f MiB free: large shared-memory cases are skipped",
		     bytes / (1 << 20));
	if (fact_is(host, "aslr", "off"))
		warn(host, "aslr",
		     "sudo sysctl kernel.randomize_va_space=2, and no setarch -R",
		     "address randomisation is off: every round repeats one memory "
		     "layout, and its luck looks like a result");
	if (fact_is(host, "perf_hardware_counters", "not-permitted"))
		warn(host, "no-perf-counters",
		     "sudo sysctl kernel.perf_event_paranoid=1; in a container, "
		     "--cap-add PERFMON",
		     "hardware counters are not permitted: cycles per message are "
		     "unknown");
	if (fact_is(host, "perf_hardware_counters", "no-hardware"))
		warn(host, "no-perf-counters",
		     "nothing to do: no other figure is affected",
		     "there are no hardware counters: cycles per message are unknown");
}

void host_warn(struct host *host, size_t cpus_wanted)
{
	warn_virtual(host);
	warn_speed(host);
	warn_share(host, cpus_wanted);
	warn_clock(host);
	warn_build(host);
	warn_rest(host);
}
