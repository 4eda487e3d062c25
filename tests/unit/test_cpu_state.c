/* SPDX-License-Identifier: MIT */
/*
 * The state of CPUs, from a made-up /proc and /sys.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "machine/meter.h"
#include "tree.h"

static void test_stolen(void **state)
{
	const struct tree *tree = *state;
	const double tick_ns = 1e9 / (double)sysconf(_SC_CLK_TCK);

	assert_true(isnan(cpu_stolen_ns(tree->root, 0)));
	tree_write(tree, "/proc/stat",
		   "cpu  1 2 3 4 5 6 7 88 0 0\n"
		   "cpu0 1 2 3 4 5 6 7 30 0 0\n"
		   "cpu10 1 2 3 4 5 6 7 58 0 0\n"
		   "intr 5 6 7 8 9 10 11 12 13\n");
	assert_float_equal(cpu_stolen_ns(tree->root, 0), 30 * tick_ns, 1);
	assert_float_equal(cpu_stolen_ns(tree->root, 10), 58 * tick_ns, 1);
	assert_true(isnan(cpu_stolen_ns(tree->root, 1)));
	assert_true(isnan(cpu_stolen_ns(tree->root, -1)));
	tree_write(tree, "/proc/stat", "cpu0 1 2 3 4\n");
	assert_true(isnan(cpu_stolen_ns(tree->root, 0)));
}

static void test_speed(void **state)
{
	const struct tree *tree = *state;

	assert_true(isnan(cpu_mhz(tree->root, 3)));
	tree_write(tree, "/sys/devices/system/cpu/cpu3/cpufreq/scaling_cur_freq",
		   "2595124\n");
	assert_float_equal(cpu_mhz(tree->root, 3), 2595.124, 1e-9);
	assert_true(isnan(cpu_mhz(tree->root, -1)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_stolen, tree_setup, tree_teardown),
		cmocka_unit_test_setup_teardown(test_speed, tree_setup, tree_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
