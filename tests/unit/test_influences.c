/* SPDX-License-Identifier: MIT */
/*
 * What follows from facts about a machine: influences, and the line under charts.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "machine/host.h"

/* Makes @found all that follows from facts.  Returns how many stand so. */
static size_t count(const struct facts *facts, struct influences *found,
		    enum standing standing)
{
	size_t n = 0;

	*found = (struct influences){0};
	influences_add(found, facts);
	for (size_t i = 0; i < found->count; i++)
		n += found->at[i].standing == standing;
	return n;
}

/* How the influence stands, of one fact; nothing else may be amiss. */
static void assert_stands(const char *key, const char *value, const char *slug,
			  enum standing want)
{
	struct facts facts = {0};
	struct influences found;
	size_t amiss;

	facts_add(&facts, key, "%s", value);
	amiss = count(&facts, &found, STANDING_AMISS);
	if (amiss != (want == STANDING_AMISS))
		fail_msg("%s = %s: %zu are amiss", key, value, amiss);
	for (size_t i = 0; i < found.count; i++)
		if (strcmp(found.at[i].slug, slug) == 0) {
			assert_int_equal(found.at[i].standing, want);
			return;
		}
	fail_msg("no %s", slug);
}

static void assert_warns(const char *key, const char *value, const char *slug, bool want)
{
	assert_stands(key, value, slug, want ? STANDING_AMISS : STANDING_FINE);
}

static void test_thresholds(void **state)
{
	(void)state;
	assert_warns("load_average", "0.50", "load", false);
	assert_warns("load_average", "0.51", "load", true);
	assert_warns("clock_read_ns", "200.0", "slow-clock", false);
	assert_warns("clock_read_ns", "201.0", "slow-clock", true);
	assert_warns("dev_shm_free_bytes", "134217728", "small-shm", false);
	assert_warns("dev_shm_free_bytes", "67108864", "small-shm", true);
	assert_stands("dev_shm_free_bytes", "unlimited", "small-shm", STANDING_UNKNOWN);
	assert_warns("cpu_quota", "none", "cpu-quota", false);
	assert_warns("cpu_quota", "1.50", "cpu-quota", true);
	assert_warns("cpus_allowed", "1", "few-cpus", true);
	assert_warns("cpus_allowed", "2", "few-cpus", false);
	assert_warns("aslr", "off", "aslr", true);
	assert_warns("aslr", "on", "aslr", false);
	assert_warns("optimization", "0", "debug-build", true);
	assert_warns("optimization", "g", "debug-build", true);
	assert_warns("optimization", "plain", "debug-build", false);
	assert_warns("optimization", "2", "debug-build", false);
	assert_warns("sanitize", "address,undefined", "sanitizer", true);
	assert_warns("sanitize", "none", "sanitizer", false);
	assert_warns("tcp_congestion_control", "bbr", "tcp-congestion", true);
	assert_warns("tcp_congestion_control", "cubic", "tcp-congestion", false);
}

static void test_clocksource(void **state)
{
	static const struct {
		const char *current, *available;
		bool warns;
	} cases[] = {
		{"tsc", "tsc hpet acpi_pm", false},
		{"hpet", "tsc hpet acpi_pm", true},
		{"kvm-clock", "kvm-clock tsc", true},
		{"kvm-clock", "kvm-clock acpi_pm", false},
		{"arch_sys_counter", "arch_sys_counter", false},
		{"hyperv_clocksource_tsc_page", "hyperv_clocksource_tsc_page", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct facts facts = {0};
		struct influences found;

		facts_add(&facts, "clocksource", "%s", cases[i].current);
		facts_add(&facts, "clocksources", "%s", cases[i].available);
		assert_int_equal(count(&facts, &found, STANDING_AMISS), cases[i].warns);
	}
}

/* All warnings fit at once; none is cut, and each has a fix.  Nothing but what doctor
 * measures is unknown. */
static void test_every_warning(void **state)
{
	static const char *const pairs[][2] = {
		{"virtual_machine", "yes"},
		{"governor", "conservative"},
		{"turbo", "on"},
		{"smt", "on"},
		{"cores_differ", "yes"},
		{"load_average", "1234.56"},
		{"cpu_quota", "1.50"},
		{"cpus_allowed", "1"},
		{"clocksource", "refined-jiffies"},
		{"clocksources", "refined-jiffies tsc"},
		{"clock_read_ns", "12345.6"},
		{"optimization", "0"},
		{"sanitize", "address,undefined"},
		{"dev_shm_free_bytes", "67108864"},
		{"aslr", "off"},
		{"idle_exit_latency_us", "350"},
		{"sched_ext", "scx_a_rather_long_name_of_a_scheduler"},
		{"transparent_hugepages", "always"},
		{"tcp_congestion_control", "sixteen_letters"},
	};
	static const char *const measured[][2] = {
		{"stolen_share", "0.42"},
		{"system_call_ns", "1234"},
		{"mitigations_active", "itlb_multihit l1tf mds meltdown mmio_stale_data"},
		{"timer_late_ns", "123456"},
		{"wake_up_same_cpu_ns", "5678"},
		{"wake_up_across_cpus_ns", "123456"},
	};
	struct facts facts = {0};
	struct influences found;

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		facts_add(&facts, pairs[i][0], "%s", pairs[i][1]);
	assert_int_equal(count(&facts, &found, STANDING_UNKNOWN), 4);
	for (size_t i = 0; i < sizeof(measured) / sizeof(*measured); i++)
		facts_add(&facts, measured[i][0], "%s", measured[i][1]);
	assert_int_equal(count(&facts, &found, STANDING_UNKNOWN), 0);
	assert_int_equal(count(&facts, &found, STANDING_FINE), 0);
	assert_int_equal(count(&facts, &found, STANDING_AMISS), 17);
	for (size_t i = 0; i < found.count; i++) {
		const struct influence *of = &found.at[i];
		char text[INFLUENCE_TEXT_SIZE];

		assert_true(of->state[0] && of->effect[0] && of->basis[0]);
		assert_true(strlen(of->state) < sizeof(of->state) - 1);
		assert_true(strlen(influence_text(of, text)) < sizeof(text) - 1);
		assert_true(of->fix[0] || of->standing == STANDING_NOTED);
	}
}

static void test_limits(void **state)
{
	struct facts facts = {0};
	struct influences found = {0};

	(void)state;
	facts_add(&facts, "pipe_max_size_bytes", "1048576");
	influences_add_limits(&found, &facts);
	assert_true(found.count > 1);
	for (size_t i = 0; i < found.count; i++)
		assert_int_equal(found.at[i].standing,
				 i == 0 ? STANDING_LIMIT : STANDING_UNKNOWN);
	assert_string_equal(found.at[0].state, "1M");
}

static void test_short_names_of_processors(void **state)
{
	static const struct {
		const char *model, *want;
	} cases[] = {
		{"Intel(R) Core(TM) i7-8650U CPU @ 1.90GHz", "Intel Core i7-8650U"},
		{"Intel(R) Xeon(R) CPU E5-2686 v4 @ 2.30GHz", "Intel Xeon E5-2686 v4"},
		{"13th Gen Intel(R) Core(TM) i7-1365U", "13th Gen Intel Core i7-1365U"},
		{"AMD Ryzen 7 5800X 8-Core Processor", "AMD Ryzen 7 5800X"},
		{"AMD Ryzen 7 PRO 4750U with Radeon Graphics", "AMD Ryzen 7 PRO 4750U"},
		{"Raspberry Pi 4 Model B Rev 1.1", "Raspberry Pi 4 Model B Rev 1.1"},
		{" CPU @", "unknown CPU"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct facts facts = {0};
		char want[HOST_CONDITIONS_SIZE], text[HOST_CONDITIONS_SIZE];

		facts_add(&facts, "cpu_model", "%s", cases[i].model);
		facts_add(&facts, "cpus_online", "1");
		host_describe(&facts, text);
		snprintf(want, sizeof(want), "%s, 1 CPU, Linux ?", cases[i].want);
		assert_string_equal(text, want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_thresholds),
		cmocka_unit_test(test_clocksource),
		cmocka_unit_test(test_every_warning),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_short_names_of_processors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
