/* SPDX-License-Identifier: MIT */
/*
 * What kind of computer this is, its CPUs, and the settings of its kernel: the table at
 * the end says how each fact is found out.
 *
 * A missing file is normal: ARM kernels name neither model nor hypervisor in
 * /proc/cpuinfo, and a container may see only half of /sys.
 *
 * Governor and speed are those of the allowed CPUs only, so that a warning goes away
 * once its fix has been typed.
 *
 * The release is read below /proc/sys and not with uname(), which would also give the
 * host's name.
 */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "machine/facts.h"
#include "machine/sysfile.h"

#define CPUINFO "/proc/cpuinfo"
#define STATUS "/proc/self/status"
#define CPUS "/sys/devices/system/cpu"
#define CLOCKSOURCES "/sys/devices/system/clocksource/clocksource0"

/* How the firmware of virtual machines names itself on processors other than x86. */
static const char *const hypervisors[] = {
	"QEMU",
	"KVM",
	"VMware",
	"VirtualBox",
	"Virtual Machine",
	"Xen",
	"Google Compute Engine",
	"Amazon EC2",
	"OpenStack",
	"Parallels",
	"Apple Virtualization",
};

struct query {
	const char *root;
	const struct topology *top;
	const struct facts *facts; /* those already found */
	const char *path, *field;  /* from the table */
};

/* Writes a value of FACT_SIZE bytes; leaves it empty if it cannot be found out. */
typedef void read_fn(const struct query *q, char *value);

/* For a file that says something by being there: what it says is in the table. */
static void sign_read(const struct query *q, char *value)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s%s", q->root, q->path);
	if (access(path, F_OK) == 0)
		strcpy(value, q->field);
}

/* The field of a file, or its first line. */
static void text_read(const struct query *q, char *value)
{
	sysfile_text(q->field, value, FACT_SIZE, "%s%s", q->root, q->path);
}

static void word_read(const struct query *q, char *value)
{
	text_read(q, value);
	value[strcspn(value, " ")] = '\0';
}

/* Of a list such as "always [madvise] never" the word in brackets. */
static void choice_read(const struct query *q, char *value)
{
	char line[FACT_SIZE] = "", *chosen;

	text_read(q, line);
	chosen = strchr(line, '[');
	if (chosen)
		sscanf(chosen, "[%255[^]]", value);
}

/* Any number but 0 and 1 means that it is not known. */
static void flag_read(const struct query *q, char *value)
{
	long long flag;

	if (sysfile_number(&flag, "%s%s", q->root, q->path) == 0 &&
	    (flag == 0 || flag == 1))
		strcpy(value, flag ? "on" : "off");
}

static void no_flag_read(const struct query *q, char *value)
{
	flag_read(q, value);
	if (*value)
		strcpy(value, strcmp(value, "on") ? "on" : "off");
}

/* ARM cores are told apart by these numbers only. */
static void arm_model_read(const struct query *q, char *value)
{
	char part[32], maker[32] = "?";

	if (sysfile_text(q->field, part, sizeof(part), "%s%s", q->root, q->path) < 0)
		return;
	sysfile_text("CPU implementer", maker, sizeof(maker), "%s%s", q->root, q->path);
	snprintf(value, FACT_SIZE, "ARM %s/%s", maker, part);
}

/* Vendor and product, as the firmware names the computer. */
static void firmware_model_read(const struct query *q, char *value)
{
	char vendor[96], product[96] = "";

	if (sysfile_text(NULL, vendor, sizeof(vendor), "%s%s/sys_vendor", q->root,
			 q->path) < 0)
		return;
	sysfile_text(NULL, product, sizeof(product), "%s%s/product_name", q->root,
		     q->path);
	snprintf(value, FACT_SIZE, "%s %s", vendor, product);
}

/* Whether this is a virtual machine: x86 processors have a flag for this. */
static void hypervisor_flag_read(const struct query *q, char *value)
{
	char flags[8192];

	if (sysfile_text(q->field, flags, sizeof(flags), "%s%s", q->root, q->path) == 0)
		strcpy(value, sysfile_has_word(flags, "hypervisor") ? "yes" : "no");
}

/* Elsewhere the firmware's names must do; without them the answer is unknown. */
static void hypervisor_name_read(const struct query *q, char *value)
{
	const char *model = facts_value(q->facts, "machine_model");

	if (model)
		strcpy(value, "no");
	for (size_t i = 0; model && i < sizeof(hypervisors) / sizeof(*hypervisors); i++)
		if (strstr(model, hypervisors[i]) && !strstr(model, ".metal"))
			strcpy(value, "yes");
}

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

static void online_read(const struct query *q, char *value)
{
	char list[FACT_SIZE] = "";
	long count;

	text_read(q, list);
	count = list_count(list, 0, LONG_MAX - 1);
	if (count)
		snprintf(value, FACT_SIZE, "%ld", count);
}

/*
 * Whether the allowed CPUs differ in speed.  ARM kernels give each CPU a capacity, and
 * Intel ones list the small cores.
 */
static void cores_differ_read(const struct query *q, char *value)
{
	char small[FACT_SIZE] = "";
	long long capacity, first = -1;
	size_t small_count = 0;
	bool differ = false;

	text_read(q, small);
	for (size_t i = 0; i < q->top->count; i++) {
		const int cpu = q->top->cpus[i].cpu;

		small_count += list_count(small, cpu, cpu);
		if (sysfile_number(&capacity, SYSFILE_CPU "/cpu_capacity", q->root, cpu))
			continue;
		differ |= first >= 0 && capacity != first;
		first = capacity;
	}
	differ |= small_count && small_count < q->top->count;
	strcpy(value, differ ? "yes" : "no");
}

/*
 * The quota of this process's own control group, in CPUs.  Inside a container the file
 * system may begin at the container's own group, which is then found at the top.
 */
static void quota_read(const struct query *q, char *value)
{
	char group[PATH_MAX] = ":", line[64] = "";
	double quota, period;

	/* In the unified hierarchy the line is "0::/path". */
	sysfile_text(q->field, group, sizeof(group), "%s%s", q->root, q->path);
	if (sysfile_text(NULL, line, sizeof(line), "%s/sys/fs/cgroup%s/cpu.max", q->root,
			 group + 1) < 0)
		sysfile_text(NULL, line, sizeof(line), "%s/sys/fs/cgroup/cpu.max",
			     q->root);
	if (strncmp(line, "max ", 4) == 0)
		strcpy(value, "none");
	else if (sscanf(line, "%lf %lf", &quota, &period) == 2 && period > 0)
		snprintf(value, FACT_SIZE, "%.2f", quota / period);
}

/* Of several governors, one other than performance. */
static void cpufreq_read(const struct query *q, char *value)
{
	for (size_t i = 0; i < q->top->count; i++)
		if (sysfile_text(NULL, value, FACT_SIZE, SYSFILE_CPU "%s", q->root,
				 q->top->cpus[i].cpu, q->path) == 0 &&
		    strcmp(value, "performance") != 0)
			return;
}

/* How long the CPUs take to leave the deepest idle state that they may enter. */
static void idle_read(const struct query *q, char *value)
{
	long long latency_us, disabled, most_us = -1;

	for (size_t i = 0; i < q->top->count; i++)
		for (int state = 0;; state++) {
			const int cpu = q->top->cpus[i].cpu;

			if (sysfile_number(&latency_us,
					   SYSFILE_CPU "/cpuidle/state%d/latency",
					   q->root, cpu, state) < 0)
				break;
			if (sysfile_number(&disabled,
					   SYSFILE_CPU "/cpuidle/state%d/disable",
					   q->root, cpu, state) == 0 &&
			    disabled)
				continue;
			most_us = latency_us > most_us ? latency_us : most_us;
		}
	if (most_us >= 0)
		snprintf(value, FACT_SIZE, "%lld", most_us);
}

/* Address randomisation; setarch -R turns it off for one process and its children. */
static void aslr_read(const struct query *q, char *value)
{
	enum { NO_RANDOMIZE = 0x0040000 };
	char personality[32] = "";
	long long level;

	sysfile_text(NULL, personality, sizeof(personality), "%s/proc/self/personality",
		     q->root);
	if (strspn(personality, "0123456789abcdef") == 8 &&
	    strtoul(personality, NULL, 16) & NO_RANDOMIZE)
		strcpy(value, "off");
	else if (sysfile_number(&level, "%s%s", q->root, q->path) == 0)
		strcpy(value, level ? "on" : "off");
}

/*
 * The weaknesses that this processor has: those that the kernel mitigates, which mostly
 * makes system calls slower, and those that it does not.  Not with glob(): that of glibc
 * 2.36 frees twice when there is no memory.
 */
static void add_mitigations(struct facts *facts, const char *root)
{
	char path[PATH_MAX], state[256], active[FACT_SIZE] = "", missing[FACT_SIZE] = "";
	struct dirent **entries;
	int count;

	snprintf(path, sizeof(path), "%s" CPUS "/vulnerabilities", root);
	count = scandir(path, &entries, NULL, alphasort);
	if (count < 0)
		return;
	for (int i = 0; i < count; i++) {
		const char *name = entries[i]->d_name;

		if (*name != '.' &&
		    sysfile_text(NULL, state, sizeof(state), "%s/%s", path, name) == 0 &&
		    strncmp(state, "Not affected", 12) != 0) {
			char *list = strstr(state, "Mitigation") ? active : missing;

			if (*list)
				strncat(list, " ", FACT_SIZE - strlen(list) - 1);
			strncat(list, name, FACT_SIZE - strlen(list) - 1);
		}
		free(entries[i]);
	}
	free(entries);
	facts_add(facts, "mitigations_active", "%s", *active ? active : "none");
	facts_add(facts, "mitigations_missing", "%s", *missing ? missing : "none");
}

static void add_libc(struct facts *facts)
{
	char name[64] = "";

#ifdef _CS_GNU_LIBC_VERSION
	confstr(_CS_GNU_LIBC_VERSION, name, sizeof(name));
#endif
	facts_add(facts, "libc", "%s", name);
}

/* Of rows with the same key, the first that finds a value counts. */
static const struct {
	const char *key;
	read_fn *read;
	const char *path, *field;
} sources[] = {
	/* clang-format off */
	{"cpu_model", text_read, CPUINFO, "model name"},
	{"cpu_model", text_read, CPUINFO, "Model"},
	{"cpu_model", text_read, CPUINFO, "cpu"},
	{"cpu_model", text_read, CPUINFO, "uarch"},
	{"cpu_model", arm_model_read, CPUINFO, "CPU part"},
	{"machine_model", firmware_model_read, "/sys/class/dmi/id", NULL},
	{"machine_model", text_read, "/proc/device-tree/model", NULL},
	{"virtual_machine", hypervisor_flag_read, CPUINFO, "flags"},
	{"virtual_machine", sign_read, "/proc/device-tree/hypervisor", "yes"},
	{"virtual_machine", sign_read, "/sys/hypervisor/type", "yes"},
	{"virtual_machine", hypervisor_name_read, NULL, NULL},
	{"container", text_read, "/run/systemd/container", NULL},
	{"container", sign_read, "/run/.containerenv", "podman"},
	{"container", sign_read, "/.dockerenv", "docker"},
	{"container", sign_read, "/var/run/secrets/kubernetes.io", "kubernetes"},
	{"container", sign_read, "/", "none"},
	{"cpus_online", online_read, CPUS "/online", NULL},
	{"cpus_allowed_list", text_read, STATUS, "Cpus_allowed_list"},
	{"cores_differ", cores_differ_read, "/sys/devices/cpu_atom/cpus", NULL},
	{"cpu_quota", quota_read, "/proc/self/cgroup", "0"},
	{"governor", cpufreq_read, "/cpufreq/scaling_governor", NULL},
	{"scaling_driver", cpufreq_read, "/cpufreq/scaling_driver", NULL},
	{"turbo", no_flag_read, CPUS "/intel_pstate/no_turbo", NULL},
	{"turbo", flag_read, CPUS "/cpufreq/boost", NULL},
	{"smt", flag_read, CPUS "/smt/active", NULL},
	{"kernel_release", text_read, "/proc/sys/kernel/osrelease", NULL},
	{"kernel_version", text_read, "/proc/sys/kernel/version", NULL},
	{"clocksource", text_read, CLOCKSOURCES "/current_clocksource", NULL},
	{"clocksources", text_read, CLOCKSOURCES "/available_clocksource", NULL},
	{"idle_driver", text_read, CPUS "/cpuidle/current_driver", NULL},
	{"idle_exit_latency_us", idle_read, NULL, NULL},
	{"guest_halt_poll_ns", text_read,
	 "/sys/module/haltpoll/parameters/guest_halt_poll_ns", NULL},
	{"security_modules", text_read, "/sys/kernel/security/lsm", NULL},
	{"cpus_isolated", text_read, CPUS "/isolated", NULL},
	{"cpus_isolated", sign_read, CPUS "/isolated", "none"}, /* an empty list */
	{"sched_ext", text_read, "/sys/kernel/sched_ext/root/ops", NULL},
	{"sched_ext", sign_read, "/sys/kernel", "none"},
	{"transparent_hugepages", choice_read,
	 "/sys/kernel/mm/transparent_hugepage/enabled", NULL},
	{"aslr", aslr_read, "/proc/sys/kernel/randomize_va_space", NULL},
	{"seccomp", text_read, STATUS, "Seccomp"},
	{"load_average", word_read, "/proc/loadavg", NULL},
	/* clang-format on */
};

void facts_add_machine(struct facts *facts, const char *root, const struct topology *top)
{
	struct utsname names;

	for (size_t i = 0; i < sizeof(sources) / sizeof(*sources); i++) {
		const struct query q = {root, top, facts, sources[i].path,
					sources[i].field};
		const char *key = sources[i].key;
		char value[FACT_SIZE] = "";

		if (i && strcmp(sources[i - 1].key, key) == 0) {
			if (facts_value(facts, key))
				continue;
			facts->count--;
		}
		sources[i].read(&q, value);
		facts_add(facts, key, "%s", value);
	}
	facts_add(facts, "cpus_allowed", "%zu", top->count);
	uname(&names);
	facts_add(facts, "architecture", "%s", names.machine);
	add_libc(facts);
	add_mitigations(facts, root);
}
