/* SPDX-License-Identifier: MIT */
/*
 * The influences, worst first: the table at the end has what is always true of each, the
 * functions before it decide how it stands.
 */
#include "machine/influences.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "machine/sysfile.h"

enum {
	SLOW_CLOCK_NS = 200,   /* the vDSO takes 20 to 60, a system call more than this */
	SLOW_SYSCALL_NS = 150, /* 50 to 100 without mitigations and hypervisor */
	LATE_TIMER_NS = 20000,
	DEEP_SLEEP_US = 20, /* to leave an idle state: as long as a round trip */
	SMALL_SHM_BYTES = 128 << 20,
};
#define STOLEN_SHARE 0.01
#define DEAR_WAKE_UP 3 /* times that on one CPU */

struct influence *influence_add(struct influences *influences, const char *slug,
				enum standing standing)
{
	struct influence *c = &influences->at[influences->count++];

	assert(influences->count <= INFLUENCES_MAX);
	*c = (struct influence){slug, standing, .effect = "", .basis = "", .fix = ""};
	return c;
}

const char *influence_text(const struct influence *of,
			   char text[static INFLUENCE_TEXT_SIZE])
{
	snprintf(text, INFLUENCE_TEXT_SIZE, "%s: %s", of->state, of->effect);
	return text;
}

/* Decides how an influence stands, and says what is the case. */
__attribute__((format(printf, 3, 4))) static void
judge(struct influence *c, enum standing standing, const char *format, ...)
{
	va_list args;

	c->standing = standing;
	va_start(args, format);
	vsnprintf(c->state, sizeof(c->state), format, args);
	va_end(args);
}

static enum standing fine_unless(bool amiss)
{
	return amiss ? STANDING_AMISS : STANDING_FINE;
}

/* ---- the machine ---- */

static void check_virtual(const struct facts *facts, struct influence *c)
{
	if (facts_match(facts, "virtual_machine", "no"))
		judge(c, STANDING_FINE, "no virtual machine");
	else if (facts_match(facts, "virtual_machine", "yes"))
		judge(c, STANDING_AMISS, "virtual machine");
	if (facts_match(facts, "idle_driver", "haltpoll") &&
	    facts_match(facts, "guest_halt_poll_ns", "0"))
		c->fix = "echo 200000 | sudo tee "
			 "/sys/module/haltpoll/parameters/guest_halt_poll_ns";
}

static void check_stolen(const struct facts *facts, struct influence *c)
{
	const double share = facts_number(facts, "stolen_share");

	if (!isnan(share))
		judge(c, fine_unless(share > STOLEN_SHARE),
		      "%.1f %% of a CPU's time was stolen while this was measured",
		      100 * share);
}

static void check_load(const struct facts *facts, struct influence *c)
{
	const double load = facts_number(facts, "load_average");
	double online = facts_number(facts, "cpus_online");

	if (isnan(online))
		online = 1;
	/* One busy process on four CPUs disturbs only now and then. */
	if (!isnan(load))
		judge(c, fine_unless(load > 0.5 && load > online / 4),
		      "load average is %.2f", load);
}

static void check_quota(const struct facts *facts, struct influence *c)
{
	const double quota = facts_number(facts, "cpu_quota");

	if (!isnan(quota))
		judge(c, STANDING_AMISS, "the control group allows %.2f CPUs of time",
		      quota);
	else if (facts_match(facts, "cpu_quota", "none"))
		judge(c, STANDING_FINE, "no quota of CPU time");
}

static void check_cpus(const struct facts *facts, struct influence *c)
{
	const double allowed = facts_number(facts, "cpus_allowed");

	if (isnan(allowed))
		return;
	judge(c, fine_unless(allowed < 2), "%.0f CPU%s allowed", allowed,
	      allowed < 2 ? "" : "s");
	if (allowed < facts_number(facts, "cpus_online"))
		c->fix = "widen the affinity (taskset -c) or the cpuset (--cpuset-cpus)";
}

/* ---- speed ---- */

static void check_governor(const struct facts *facts, struct influence *c)
{
	const char *governor = facts_value(facts, "governor");

	if (governor)
		judge(c, fine_unless(strcmp(governor, "performance") != 0),
		      "CPU governor is %s", governor);
}

static void check_turbo(const struct facts *facts, struct influence *c)
{
	const char *turbo = facts_value(facts, "turbo");
	const char *driver = facts_value(facts, "scaling_driver");

	if (turbo)
		judge(c, fine_unless(strcmp(turbo, "on") == 0), "turbo is %s", turbo);
	if (driver && strncmp(driver, "intel_", 6) == 0)
		c->fix = "echo 1 | sudo tee "
			 "/sys/devices/system/cpu/intel_pstate/no_turbo";
}

static void check_smt(const struct facts *facts, struct influence *c)
{
	if (facts_match(facts, "smt", "on"))
		judge(c, STANDING_AMISS, "hardware threads share cores");
	else if (facts_match(facts, "smt", "off"))
		judge(c, STANDING_FINE, "no hardware threads share a core");
}

static void check_cores(const struct facts *facts, struct influence *c)
{
	if (facts_match(facts, "cores_differ", "yes"))
		judge(c, STANDING_AMISS, "allowed CPUs differ in speed");
	else if (facts_match(facts, "cores_differ", "no"))
		judge(c, STANDING_FINE, "allowed CPUs are alike");
}

static void check_idle(const struct facts *facts, struct influence *c)
{
	const double us = facts_number(facts, "idle_exit_latency_us");

	if (!isnan(us))
		judge(c, us > DEEP_SLEEP_US ? STANDING_NOTED : STANDING_FINE,
		      "leaving the deepest idle state takes up to %.0f us", us);
}

/* ---- the kernel ---- */

static void check_wake_up(const struct facts *facts, struct influence *c)
{
	const double same = facts_number(facts, "wake_up_same_cpu_ns");
	const double across = facts_number(facts, "wake_up_across_cpus_ns");

	if (!isnan(across))
		judge(c, across > DEAR_WAKE_UP * same ? STANDING_NOTED : STANDING_FINE,
		      "waking a process takes %.1f us across CPUs, %.1f us on one",
		      across / 1e3, same / 1e3);
}

static void check_timer(const struct facts *facts, struct influence *c)
{
	const double late_ns = facts_number(facts, "timer_late_ns");

	if (!isnan(late_ns))
		judge(c, late_ns > LATE_TIMER_NS ? STANDING_NOTED : STANDING_FINE,
		      "timers are %.1f us late", late_ns / 1e3);
}

static void check_syscall(const struct facts *facts, struct influence *c)
{
	const double ns = facts_number(facts, "system_call_ns");
	const char *mitigations = facts_value(facts, "mitigations_active");

	if (!isnan(ns))
		judge(c, ns > SLOW_SYSCALL_NS ? STANDING_NOTED : STANDING_FINE,
		      "a system call takes %.0f ns, mitigations: %.64s", ns,
		      mitigations ? mitigations : "unknown");
}

static void check_clocksource(const struct facts *facts, struct influence *c)
{
	const char *current = facts_value(facts, "clocksource");
	const char *all = facts_value(facts, "clocksources");

	if (!current)
		return;
	if (strcmp(current, "tsc") != 0 && all && sysfile_has_word(all, "tsc"))
		judge(c, STANDING_AMISS, "clocksource is %s although tsc is available",
		      current);
	else
		judge(c, STANDING_FINE, "clocksource is %s", current);
}

static void check_clock(const struct facts *facts, struct influence *c)
{
	const double read_ns = facts_number(facts, "clock_read_ns");
	const char *step = facts_value(facts, "clock_step_ns");

	if (!isnan(read_ns))
		judge(c, fine_unless(read_ns > SLOW_CLOCK_NS),
		      "one reading of the clock takes %.0f ns, its step is %s ns",
		      read_ns, step ? step : "?");
}

static void check_scheduler(const struct facts *facts, struct influence *c)
{
	const char *ops = facts_value(facts, "sched_ext");

	if (ops)
		judge(c, fine_unless(strcmp(ops, "none") != 0), "scheduler extension: %s",
		      ops);
}

static void check_huge_pages(const struct facts *facts, struct influence *c)
{
	const char *pages = facts_value(facts, "transparent_hugepages");

	if (pages)
		judge(c, strcmp(pages, "always") ? STANDING_FINE : STANDING_NOTED,
		      "transparent huge pages: %s", pages);
}

/* Cubic has been Linux's default since 2.6.19. */
static void check_tcp(const struct facts *facts, struct influence *c)
{
	const char *control = facts_value(facts, "tcp_congestion_control");

	if (control)
		judge(c, fine_unless(strcmp(control, "cubic") != 0),
		      "tcp's congestion control is %s", control);
}

static void check_aslr(const struct facts *facts, struct influence *c)
{
	const char *aslr = facts_value(facts, "aslr");

	if (aslr)
		judge(c, fine_unless(strcmp(aslr, "off") == 0),
		      "address randomisation is %s", aslr);
}

static void check_shm(const struct facts *facts, struct influence *c)
{
	const char *container = facts_value(facts, "container");
	const double bytes = facts_number(facts, "dev_shm_free_bytes");

	if (!isnan(bytes))
		judge(c, fine_unless(bytes < SMALL_SHM_BYTES),
		      "/dev/shm has %.0f MiB free", bytes / (1 << 20));
	if (container && strcmp(container, "none") != 0)
		c->fix = "start the container with --shm-size=1g";
}

/* ---- this build ---- */

static void check_optimization(const struct facts *facts, struct influence *c)
{
	const char *level = facts_value(facts, "optimization");

	if (!level)
		return;
	if (strcmp(level, "0") == 0 || strcmp(level, "g") == 0)
		judge(c, STANDING_AMISS, "built without optimisation");
	else
		judge(c, STANDING_FINE, "built with optimisation %s", level);
}

static void check_sanitizer(const struct facts *facts, struct influence *c)
{
	const char *sanitize = facts_value(facts, "sanitize");

	if (!sanitize)
		return;
	if (strcmp(sanitize, "none") != 0)
		judge(c, STANDING_AMISS, "built with the %s sanitizer", sanitize);
	else
		judge(c, STANDING_FINE, "built without sanitizer");
}

static const struct rule {
	const char *slug;
	void (*check)(const struct facts *facts, struct influence *c);
	const char *effect, *basis, *fix;
} rules[] = {
	/* clang-format off */
	{"virtual-machine", check_virtual,
	 "waking a process on another CPU may go through the hypervisor, at many times the "
	 "cost of bare metal, and other guests disturb the results", BASIS_DOCUMENTED,
	 "trust ratios within one run; take absolute times on bare metal"},
	{"stolen-time", check_stolen,
	 "other guests run meanwhile, and what is measured then is too slow", BASIS_MEASURED,
	 "measure when the host is quieter, or on dedicated CPUs"},
	{"load", check_load, "other programs take turns on the CPUs", BASIS_LIKELY,
	 "wait until uptime shows less, or stop other programs"},
	{"cpu-quota", check_quota,
	 "both processes are stopped for milliseconds once it is used up", BASIS_DOCUMENTED,
	 "start the container with --cpuset-cpus instead of --cpus"},
	{"few-cpus", check_cpus,
	 "with less than 2, placements are skipped, or shared with the supervisor", BASIS_DOCUMENTED,
	 "give the machine more CPUs, or read same-cpu figures only"},
	{"governor", check_governor,
	 "the clock speed follows the load, so mechanisms that sleep run on slower CPUs than "
	 "those that spin", BASIS_DOCUMENTED, "sudo cpupower frequency-set -g performance"},
	{"turbo", check_turbo, "speed changes with heat and with what other cores do", BASIS_DOCUMENTED,
	 "echo 0 | sudo tee /sys/devices/system/cpu/cpufreq/boost"},
	{"smt", check_smt,
	 "work on a sibling slows the measured CPU (without them the smt placement is skipped)",
	 BASIS_DOCUMENTED, "echo off | sudo tee /sys/devices/system/cpu/smt/control"},
	{"unequal-cores", check_cores, "figures depend on which CPUs are chosen", BASIS_DOCUMENTED,
	 "run under taskset -c with the CPUs of one kind, see lscpu -e"},
	{"idle-states", check_idle,
	 "adds up to as much to each wake-up of a CPU that sleeps, more after longer pauses",
	 BASIS_DOCUMENTED, "sudo cpupower idle-set -D 10"},
	{"wake-up", check_wake_up,
	 "across CPUs all that sleeps costs about this, whatever the mechanism; what spins "
	 "does without", BASIS_MEASURED, ""},
	{"timer", check_timer,
	 "the latency of paced messages on one CPU has the sender's own lateness in it",
	 BASIS_MEASURED, ""},
	{"system-call", check_syscall,
	 "a round trip has four system calls where both sides use the kernel, none where they "
	 "share memory and spin", BASIS_MEASURED, ""},
	{"clocksource", check_clocksource, "reading it may be slower and coarser", BASIS_DOCUMENTED,
	 "echo tsc | sudo tee "
	 "/sys/devices/system/clocksource/clocksource0/current_clocksource"},
	{"slow-clock", check_clock,
	 "where it is a system call, short exchanges are timed in large batches", BASIS_MEASURED,
	 "boot with a clocksource that the vDSO can read, such as tsc"},
	{"scheduler", check_scheduler,
	 "it decides when a woken process runs, on which CPU: all figures that sleep", BASIS_DOCUMENTED,
	 "stop its service, see /sys/kernel/sched_ext/root/ops"},
	{"huge-pages", check_huge_pages,
	 "copies of 1 MiB and more may be faster, and their first touch slower", BASIS_LIKELY,
	 "echo madvise | sudo tee /sys/kernel/mm/transparent_hugepage/enabled"},
	{"tcp-congestion", check_tcp,
	 "streams of tcp, also on loopback, may have another speed than with the kernel's "
	 "default, cubic", BASIS_DOCUMENTED,
	 "sudo sysctl net.ipv4.tcp_congestion_control=cubic"},
	{"aslr", check_aslr,
	 "without it every round repeats one memory layout, and its luck looks like a result",
	 BASIS_DOCUMENTED, "sudo sysctl kernel.randomize_va_space=2, and no setarch -R"},
	{"small-shm", check_shm, "large shared-memory cases are skipped", BASIS_DOCUMENTED,
	 "sudo mount -o remount,size=1G /dev/shm"},
	{"debug-build", check_optimization, "every figure is too slow", BASIS_DOCUMENTED,
	 "meson configure BUILD -Dbuildtype=release"},
	{"sanitizer", check_sanitizer, "every figure is too slow", BASIS_DOCUMENTED,
	 "meson configure BUILD -Db_sanitize=none"},
	/* clang-format on */
};

void influences_add(struct influences *influences, const struct facts *facts)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		struct influence *c =
			influence_add(influences, rules[i].slug, STANDING_UNKNOWN);

		c->effect = rules[i].effect;
		c->basis = rules[i].basis;
		c->fix = rules[i].fix;
		rules[i].check(facts, c);
	}
}
