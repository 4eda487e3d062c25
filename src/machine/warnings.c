/* SPDX-License-Identifier: MIT */
#include "machine/host.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "machine/sysfile.h"

enum {
	SLOW_CLOCK_NS = 200, /* the vDSO takes 20 to 60, a system call more than this */
	SMALL_SHM_BYTES = 128 << 20,
};

__attribute__((format(printf, 4, 5))) static void warn(struct warnings *warnings,
						       const char *slug, const char *fix,
						       const char *format, ...)
{
	struct warning *warning = &warnings->at[warnings->count++];
	va_list args;

	assert(warnings->count <= WARNINGS_MAX);
	warning->slug = slug;
	warning->fix = fix;
	va_start(args, format);
	vsnprintf(warning->text, sizeof(warning->text), format, args);
	va_end(args);
}

static void warn_virtual(struct warnings *warnings, const struct facts *facts)
{
	bool can_poll = facts_match(facts, "idle_driver", "haltpoll") &&
			facts_match(facts, "guest_halt_poll_ns", "0");

	if (!facts_match(facts, "virtual_machine", "yes"))
		return;
	warn(warnings, "virtual-machine",
	     can_poll ? "echo 200000 | sudo tee "
			"/sys/module/haltpoll/parameters/guest_halt_poll_ns"
		      : "trust ratios within one run; take absolute times on bare metal",
	     "virtual machine: waking a process on another CPU may go through the "
	     "hypervisor, at many times the cost of bare metal, and other guests disturb "
	     "the results");
}

static void warn_speed(struct warnings *warnings, const struct facts *facts)
{
	const char *governor = facts_value(facts, "governor");
	const char *driver = facts_value(facts, "scaling_driver");

	if (governor && strcmp(governor, "performance") != 0)
		warn(warnings, "governor", "sudo cpupower frequency-set -g performance",
		     "CPU governor is %s: the clock speed follows the load, so "
		     "mechanisms that sleep run on slower CPUs than those that spin",
		     governor);
	if (facts_match(facts, "turbo", "on"))
		warn(warnings, "turbo",
		     driver && strncmp(driver, "intel_", 6) == 0
			     ? "echo 1 | sudo tee "
			       "/sys/devices/system/cpu/intel_pstate/no_turbo"
			     : "echo 0 | sudo tee /sys/devices/system/cpu/cpufreq/boost",
		     "turbo is on: speed changes with heat and with what other cores do");
	if (facts_match(facts, "smt", "on"))
		warn(warnings, "smt",
		     "echo off | sudo tee /sys/devices/system/cpu/smt/control",
		     "hardware threads share cores: work on a sibling slows the measured "
		     "CPU (without them the smt placement is skipped)");
	if (facts_match(facts, "cores_differ", "yes"))
		warn(warnings, "unequal-cores",
		     "run under taskset -c with the CPUs of one kind, see lscpu -e",
		     "allowed CPUs differ in speed: figures depend on which are chosen");
}

static void warn_share(struct warnings *warnings, const struct facts *facts)
{
	const double load = facts_number(facts, "load_average");
	const double quota = facts_number(facts, "cpu_quota");
	const double allowed = facts_number(facts, "cpus_allowed");
	double online = facts_number(facts, "cpus_online");

	if (isnan(online))
		online = 1;
	/* One busy process on four CPUs disturbs only now and then. */
	if (load > 0.5 && load > online / 4)
		warn(warnings, "load",
		     "wait until uptime shows less, or stop other programs",
		     "load average is %.2f: other programs take turns on the CPUs", load);
	if (!isnan(quota))
		warn(warnings, "cpu-quota",
		     "start the container with --cpuset-cpus instead of --cpus",
		     "the control group allows %.2f CPUs of time: both processes are "
		     "stopped for milliseconds once it is used up",
		     quota);
	if (allowed < 2)
		warn(warnings, "few-cpus",
		     allowed < online ? "widen the affinity (taskset -c) or the cpuset "
					"(--cpuset-cpus)"
				      : "give the machine more CPUs, or read same-cpu "
					"figures only",
		     "1 CPU allowed, 2 wanted: placements are skipped, or shared with "
		     "the "
		     "supervisor");
}

static void warn_clock(struct warnings *warnings, const struct facts *facts)
{
	const char *current = facts_value(facts, "clocksource");
	const char *all = facts_value(facts, "clocksources");
	const double read_ns = facts_number(facts, "clock_read_ns");

	if (current && strcmp(current, "tsc") != 0 && all && sysfile_has_word(all, "tsc"))
		warn(warnings, "clocksource",
		     "echo tsc | sudo tee /sys/devices/system/"
		     "clocksource/clocksource0/current_clocksource",
		     "clocksource is %s although tsc is available: reading it may be "
		     "slower and coarser",
		     current);
	if (read_ns > SLOW_CLOCK_NS)
		warn(warnings, "slow-clock",
		     "boot with a clocksource that the vDSO can read, such as tsc",
		     "one reading of the clock takes %.0f ns: it is a system call here, "
		     "and short exchanges are timed in large batches",
		     read_ns);
}

static void warn_build(struct warnings *warnings, const struct facts *facts)
{
	const char *sanitize = facts_value(facts, "sanitize");

	if (facts_match(facts, "optimization", "0") ||
	    facts_match(facts, "optimization", "g"))
		warn(warnings, "debug-build", "meson configure BUILD -Dbuildtype=release",
		     "built without optimisation: every figure is too slow");
	if (sanitize && strcmp(sanitize, "none") != 0)
		warn(warnings, "sanitizer", "meson configure BUILD -Db_sanitize=none",
		     "built with the %s sanitizer: every figure is too slow", sanitize);
}

static void warn_memory(struct warnings *warnings, const struct facts *facts)
{
	const char *container = facts_value(facts, "container");
	const double bytes = facts_number(facts, "dev_shm_free_bytes");

	if (bytes < SMALL_SHM_BYTES)
		warn(warnings, "small-shm",
		     container && strcmp(container, "none") != 0
			     ? "start the container with --shm-size=1g"
			     : "sudo mount -o remount,size=1G /dev/shm",
		     "/dev/shm has %.0f MiB free: large shared-memory cases are skipped",
		     bytes / (1 << 20));
	if (facts_match(facts, "aslr", "off"))
		warn(warnings, "aslr",
		     "sudo sysctl kernel.randomize_va_space=2, and no setarch -R",
		     "address randomisation is off: every round repeats one memory "
		     "layout, and its luck looks like a result");
}

void warnings_add(struct warnings *warnings, const struct facts *facts)
{
	warn_virtual(warnings, facts);
	warn_speed(warnings, facts);
	warn_share(warnings, facts);
	warn_clock(warnings, facts);
	warn_build(warnings, facts);
	warn_memory(warnings, facts);
}
