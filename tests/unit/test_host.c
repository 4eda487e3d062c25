/* SPDX-License-Identifier: MIT */
/*
 * What is found out about machines that are not at hand, from made-up trees.  What
 * follows from given facts alone is in test_influences.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sys/sysmacros.h>

#include "machine/filesystem.h"
#include "machine/host.h"
#include "tree.h"

#define SYS_CPU "/sys/devices/system/cpu"

struct fixture {
	struct tree tree;
	struct topology_cpu cpus[2];
	struct topology topology;
	struct host_context context;
	struct host host;
};

static int fixture_setup(void **state)
{
	static struct fixture f;

	f = (struct fixture){.cpus = {{0, 0, 0, 0}, {1, 1, 0, 0}}};
	tree_make(&f.tree);
	f.topology = (struct topology){f.cpus, 2};
	f.context = (struct host_context){
		.root = f.tree.root,
		.topology = &f.topology,
		.directory = f.tree.root,
		.timer = {25, 1},
		.version = "1.2.3",
		.compiler = "gcc 12.2.0",
		.buildtype = "release",
		.optimization = "3",
		.sanitize = "none",
	};
	*state = &f;
	return 0;
}

static int fixture_teardown(void **state)
{
	struct fixture *f = *state;

	tree_remove(&f->tree);
	return 0;
}

/* The warning of that name, or NULL. */
static const struct influence *warning_find(const struct host *host, const char *slug)
{
	for (size_t i = 0; i < host->influences.count; i++) {
		const struct influence *of = &host->influences.at[i];

		if (of->standing == STANDING_AMISS && strcmp(of->slug, slug) == 0)
			return of;
	}
	return NULL;
}

static size_t warning_count(const struct host *host)
{
	size_t n = 0;

	for (size_t i = 0; i < host->influences.count; i++)
		n += host->influences.at[i].standing == STANDING_AMISS;
	return n;
}

static const struct host *gathered(struct fixture *f)
{
	host_gather(&f->context, &f->host);
	return &f->host;
}

static void assert_fact(const struct host *host, const char *key, const char *want)
{
	const char *value = facts_value(&host->facts, key);

	if (!value)
		fail_msg("no fact %s", key);
	assert_string_equal(value, want);
}

static void test_empty_tree(void **state)
{
	const struct host *host = gathered(*state);
	bool seen_build = false;

	for (size_t i = 0; i < host->facts.count; i++) {
		const struct fact *fact = &host->facts.at[i];

		assert_true(fact->value[0]);
		seen_build |= strcmp(fact->section, "build") == 0;
	}
	assert_true(seen_build);
	assert_null(facts_value(&host->facts, "governor"));
	assert_null(facts_value(&host->facts, "virtual_machine"));
	assert_null(facts_value(&host->facts, "mitigations_missing"));
	assert_null(facts_value(&host->facts, "pipe_max_size_bytes"));
	assert_null(facts_value(&host->facts, "no such fact"));
	assert_fact(host, "container", "none");
	assert_int_equal(warning_count(host), 0);
	assert_string_equal(host->conditions, "unknown CPU, 2 CPUs, Linux ?");
}

static void test_sections_are_in_one_run(void **state)
{
	const struct host *host = gathered(*state);
	static const char *const order[] = {"machine", "limits", "build"};
	size_t at = 0;

	for (size_t i = 0; i < host->facts.count; i++) {
		if (strcmp(host->facts.at[i].section, order[at]) != 0)
			at++;
		assert_true(at < 3);
		assert_string_equal(host->facts.at[i].section, order[at]);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(host->facts.at[j].key,
						host->facts.at[i].key);
	}
	assert_int_equal(at, 2);
}

/* Files that are empty or make no sense: nanobench warned of governor ''. */
static void test_odd_files_never_warn(void **state)
{
	static const char *const paths[] = {
		"/proc/cpuinfo",
		"/proc/loadavg",
		"/proc/self/cgroup",
		"/proc/self/personality",
		"/proc/self/status",
		"/proc/sys/kernel/randomize_va_space",
		"/sys/devices/cpu_atom/cpus",
		"/sys/devices/system/clocksource/clocksource0/available_clocksource",
		"/sys/devices/system/clocksource/clocksource0/current_clocksource",
		"/sys/fs/cgroup/cpu.max",
		"/sys/class/dmi/id/sys_vendor",
		SYS_CPU "/cpu0/cpu_capacity",
		SYS_CPU "/cpu0/cpufreq/scaling_governor",
		SYS_CPU "/cpufreq/boost",
		SYS_CPU "/intel_pstate/no_turbo",
		SYS_CPU "/online",
		SYS_CPU "/smt/active",
		SYS_CPU "/vulnerabilities/spectre_v2",
	};
	static const char *const texts[] = {"", "\n", "  \n", "-1\n", "?:,-[\n", "7x\n"};
	struct fixture *f = *state;

	for (size_t t = 0; t < sizeof(texts) / sizeof(*texts); t++) {
		const struct host *host;

		for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
			/* Any word may be a governor's name. */
			if (t > 2 && strstr(paths[i], "governor"))
				tree_write(&f->tree, paths[i], "");
			else
				tree_write(&f->tree, paths[i], texts[t]);
		}
		host = gathered(f);
		assert_int_equal(warning_count(host), 0);
	}
}

static void test_what_tcp_and_files_depend_on(void **state)
{
	struct fixture *f = *state;
	const struct host *host;
	struct stat status;
	char link[PATH_MAX];

	assert_int_equal(stat(f->tree.root, &status), 0);
	tree_write(&f->tree, "/sys/dev/block/others", "");
	snprintf(link, sizeof(link), "%s/sys/dev/block/%u:%u", f->tree.root,
		 major(status.st_dev), minor(status.st_dev));
	assert_int_equal(symlink("../../devices/virtual/block/dm-7", link), 0);
	tree_write(&f->tree, "/proc/sys/net/ipv4/tcp_congestion_control", "bbr\n");
	host = gathered(f);
	assert_fact(host, "directory_device", "dm-7");
	assert_fact(host, "directory_filesystem", filesystem_name(f->tree.root));
	assert_fact(host, "tcp_congestion_control", "bbr");
	assert_non_null(warning_find(host, "tcp-congestion"));
}

static void test_virtual_machine(void **state)
{
	struct fixture *f = *state;
	const struct host *host;

	tree_write(&f->tree, "/proc/cpuinfo",
		   "processor\t: 0\nmodel name\t: Intel(R) Xeon(R) Processor\n"
		   "cpu family\t: 6\nflags\t\t: fpu vme hypervisor lahf_lm\n");
	tree_write(&f->tree, "/proc/sys/kernel/osrelease", "6.18.44-fc-v769\n");
	tree_write(&f->tree, SYS_CPU "/online", "0-1\n");
	tree_write(&f->tree, SYS_CPU "/cpuidle/current_driver", "haltpoll\n");
	tree_write(&f->tree, "/sys/module/haltpoll/parameters/guest_halt_poll_ns", "0\n");
	tree_write(&f->tree, "/.dockerenv", "");
	host = gathered(f);
	assert_fact(host, "virtual_machine", "yes");
	assert_fact(host, "container", "docker");
	assert_string_equal(host->conditions,
			    "Intel Xeon, 2 CPUs, virtual machine, Linux 6.18.44");
	assert_non_null(strstr(warning_find(host, "virtual-machine")->fix, "haltpoll"));
}

static void test_bare_metal(void **state)
{
	struct fixture *f = *state;
	const struct host *host;

	/* A flag that only begins like the one that counts, in an Amazon machine. */
	tree_write(&f->tree, "/proc/cpuinfo",
		   "model name : AMD EPYC 9R14 96-Core Processor\n"
		   "flags : fpu hypervisor_guest vme\n");
	tree_write(&f->tree, "/sys/class/dmi/id/sys_vendor", "Amazon EC2\n");
	tree_write(&f->tree, "/sys/class/dmi/id/product_name", "m7a.metal-48xl\n");
	tree_write(&f->tree, SYS_CPU "/online", "0-190,191\n");
	tree_write(&f->tree, "/proc/sys/kernel/osrelease", "6.1.0\n");
	host = gathered(f);
	assert_fact(host, "virtual_machine", "no");
	assert_fact(host, "cpus_online", "192");
	assert_null(warning_find(host, "virtual-machine"));
	assert_string_equal(host->conditions,
			    "AMD EPYC 9R14, 2 of 192 CPUs, Linux 6.1.0");
}

static void test_arm(void **state)
{
	struct fixture *f = *state;
	const struct host *host;

	tree_write(&f->tree, "/proc/cpuinfo",
		   "processor : 0\nFeatures : fp asimd\nCPU implementer : 0x41\n"
		   "CPU part : 0xd40\n");
	tree_write(&f->tree, "/sys/class/dmi/id/sys_vendor", "Amazon EC2\n");
	tree_write(&f->tree, "/sys/class/dmi/id/product_name", "c7g.large\n");
	tree_write(&f->tree, SYS_CPU "/cpu0/cpu_capacity", "400\n");
	tree_write(&f->tree, SYS_CPU "/cpu1/cpu_capacity", "1024\n");
	host = gathered(f);
	assert_fact(host, "cpu_model", "ARM 0x41/0xd40");
	assert_fact(host, "virtual_machine", "yes");
	assert_non_null(warning_find(host, "unequal-cores"));

	tree_write(&f->tree, "/sys/class/dmi/id/product_name", "c7g.metal\n");
	assert_fact(gathered(f), "virtual_machine", "no");
}

static void test_laptop(void **state)
{
	struct fixture *f = *state;
	const struct host *host;

	tree_write(&f->tree, SYS_CPU "/cpu0/cpufreq/scaling_governor", "performance\n");
	tree_write(&f->tree, SYS_CPU "/cpu0/cpufreq/scaling_driver", "intel_pstate\n");
	tree_write(&f->tree, SYS_CPU "/cpu1/cpufreq/scaling_governor", "powersave\n");
	tree_write(&f->tree, SYS_CPU "/intel_pstate/no_turbo", "0\n");
	tree_write(&f->tree, SYS_CPU "/smt/active", "1\n");
	/* Both small cores are in the machine and none is allowed. */
	tree_write(&f->tree, "/sys/devices/cpu_atom/cpus", "2-3\n");
	tree_write(&f->tree, "/sys/kernel/mm/transparent_hugepage/enabled",
		   "always [madvise] never\n");
	tree_write(&f->tree, SYS_CPU "/vulnerabilities/spectre_v2", "Mitigation: IBRS\n");
	tree_write(&f->tree, SYS_CPU "/vulnerabilities/spectre_v1", "Mitigation: yes\n");
	tree_write(&f->tree, SYS_CPU "/vulnerabilities/retbleed", "Vulnerable\n");
	tree_write(&f->tree, SYS_CPU "/vulnerabilities/meltdown", "Not affected\n");
	host = gathered(f);
	assert_fact(host, "governor", "powersave");
	assert_fact(host, "turbo", "on");
	assert_fact(host, "cores_differ", "no");
	assert_fact(host, "transparent_hugepages", "madvise");
	assert_fact(host, "mitigations_active", "spectre_v1 spectre_v2");
	assert_fact(host, "mitigations_missing", "retbleed");
	assert_non_null(strstr(warning_find(host, "governor")->state, "powersave"));
	assert_non_null(strstr(warning_find(host, "turbo")->fix, "intel_pstate"));
	assert_non_null(warning_find(host, "smt"));

	tree_write(&f->tree, SYS_CPU "/cpu1/cpufreq/scaling_governor", "performance\n");
	tree_write(&f->tree, SYS_CPU "/intel_pstate/no_turbo", "1\n");
	tree_write(&f->tree, SYS_CPU "/smt/active", "0\n");
	tree_write(&f->tree, "/sys/devices/cpu_atom/cpus", "1-3\n");
	host = gathered(f);
	assert_fact(host, "turbo", "off");
	assert_null(warning_find(host, "governor"));
	assert_null(warning_find(host, "turbo"));
	assert_null(warning_find(host, "smt"));
	assert_non_null(warning_find(host, "unequal-cores"));

	tree_write(&f->tree, "/sys/devices/cpu_atom/cpus", "0-3\n");
	assert_fact(gathered(f), "cores_differ", "no");
}

static void test_limits(void **state)
{
	struct fixture *f = *state;
	const struct host *host;

	tree_write(&f->tree, "/proc/sys/fs/mqueue/msg_max", "10\n");
	tree_write(&f->tree, "/proc/sys/kernel/msgmnb", "16384\n");
	tree_write(&f->tree, "/dev/shm/here", "");
	host = gathered(f);
	assert_fact(host, "mqueue_msg_max", "10");
	assert_fact(host, "sysv_msgmnb_bytes", "16384");
	assert_non_null(facts_value(&host->facts, "dev_shm_bytes"));
	assert_non_null(facts_value(&host->facts, "rlimit_nofile"));
}

static void test_quota(void **state)
{
	struct fixture *f = *state;

	tree_write(&f->tree, "/proc/self/cgroup", "4:cpu:/old\n0::/a/b\n");
	tree_write(&f->tree, "/sys/fs/cgroup/cpu.max", "max 100000\n");
	assert_fact(gathered(f), "cpu_quota", "none");
	tree_write(&f->tree, "/sys/fs/cgroup/a/b/cpu.max", "150000 100000\n");
	assert_fact(gathered(f), "cpu_quota", "1.50");
}

static void test_personality(void **state)
{
	struct fixture *f = *state;

	tree_write(&f->tree, "/proc/sys/kernel/randomize_va_space", "2\n");
	tree_write(&f->tree, "/proc/self/personality", "00000000\n");
	assert_fact(gathered(f), "aslr", "on");
	tree_write(&f->tree, "/proc/self/personality", "00040000\n");
	assert_fact(gathered(f), "aslr", "off");
}

/* The host's name is no fact. */
static void test_this_machine_keeps_its_name(void **state)
{
	struct fixture *f = *state;
	const struct host *host;
	char name[256] = "";

	f->context.root = "";
	host = gathered(f);
	assert_non_null(facts_value(&host->facts, "kernel_release"));
	assert_non_null(facts_value(&host->facts, "cpus_online"));
	assert_int_equal(gethostname(name, sizeof(name) - 1), 0);
	for (size_t i = 0; i < host->facts.count; i++)
		assert_string_not_equal(host->facts.at[i].value, name);
}

#define test_in_tree(test)                                                               \
	cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_tree(test_empty_tree),
		test_in_tree(test_sections_are_in_one_run),
		test_in_tree(test_odd_files_never_warn),
		test_in_tree(test_what_tcp_and_files_depend_on),
		test_in_tree(test_virtual_machine),
		test_in_tree(test_bare_metal),
		test_in_tree(test_arm),
		test_in_tree(test_laptop),
		test_in_tree(test_limits),
		test_in_tree(test_quota),
		test_in_tree(test_personality),
		test_in_tree(test_this_machine_keeps_its_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
