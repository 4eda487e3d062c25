/* SPDX-License-Identifier: MIT */
/*
 * The topology of this machine, and of made-up ones.
 */
#include <errno.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "machine/topology.h"
#include "tree.h"

#define CPU "/sys/devices/system/cpu/cpu"

static void assert_cpu(const struct topology_cpu *c, int core, int cache, int node)
{
	assert_int_equal(c->core, core);
	assert_int_equal(c->cache, cache);
	assert_int_equal(c->node, node);
}

static void cache_write(const struct tree *tree, const char *index, const char *level,
			const char *type, const char *shared)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/level", index);
	tree_write(tree, path, level);
	snprintf(path, sizeof(path), "%s/type", index);
	tree_write(tree, path, type);
	snprintf(path, sizeof(path), "%s/shared_cpu_list", index);
	tree_write(tree, path, shared);
}

static void test_loads_the_allowed_cpus(void **state)
{
	struct topology top;
	cpu_set_t mask;

	(void)state;
	assert_int_equal(sched_getaffinity(0, sizeof(mask), &mask), 0);
	assert_int_equal(topology_load(&top), 0);
	assert_int_equal(top.count, CPU_COUNT(&mask));
	for (size_t i = 0; i < top.count; i++) {
		assert_true(CPU_ISSET(top.cpus[i].cpu, &mask));
		assert_true(!i || top.cpus[i - 1].cpu < top.cpus[i].cpu);
	}
	topology_free(&top);
	assert_null(top.cpus);
	topology_free(&top);
}

static void test_follows_the_affinity(void **state)
{
	struct topology all, one;
	cpu_set_t mask, before;
	int last;

	(void)state;
	assert_int_equal(sched_getaffinity(0, sizeof(before), &before), 0);
	assert_int_equal(topology_load(&all), 0);
	last = all.cpus[all.count - 1].cpu;
	CPU_ZERO(&mask);
	CPU_SET(last, &mask);
	assert_int_equal(sched_setaffinity(0, sizeof(mask), &mask), 0);
	assert_int_equal(topology_load(&one), 0);
	assert_int_equal(sched_setaffinity(0, sizeof(before), &before), 0);
	assert_int_equal(one.count, 1);
	/* The names of core and cache do not depend on what is allowed. */
	assert_memory_equal(one.cpus, &all.cpus[all.count - 1], sizeof(*one.cpus));
	topology_free(&one);
	topology_free(&all);
}

static void test_reads_what_cpus_share(void **state)
{
	const struct tree *tree = *state;
	struct topology_cpu cpus[] = {{3, -1, -1, -1}, {12, -1, -1, -1}};
	struct topology top = {cpus, 2};

	tree_write(tree, CPU "3/topology/core_cpus_list", "3,11\n");
	cache_write(tree, CPU "3/cache/index0", "1\n", "Data\n", "3,11\n");
	cache_write(tree, CPU "3/cache/index1", "1\n", "Instruction\n", "3,11\n");
	cache_write(tree, CPU "3/cache/index2", "3\n", "Unified\n", "2-3,10-11\n");
	cache_write(tree, CPU "3/cache/index3", "2\n", "Unified\n", "3,11\n");
	tree_write(tree, CPU "3/node0/cpulist", "0-3,8-11\n");
	/* Only the name of older kernels, and one cache that holds data. */
	tree_write(tree, CPU "12/topology/thread_siblings_list", "4,12\n");
	cache_write(tree, CPU "12/cache/index0", "1\n", "Data\n", "4,12\n");
	cache_write(tree, CPU "12/cache/index1", "2\n", "Instruction\n", "12\n");
	tree_write(tree, CPU "12/node1/cpulist", "4-7,12-15\n");
	tree_write(tree, "/sys/devices/system/node/online", "0-1\n");

	topology_fill(tree->root, &top);
	assert_cpu(&cpus[0], 3, 2, 0);
	assert_cpu(&cpus[1], 4, 4, 1);
}

static void test_without_numa_all_is_one_node(void **state)
{
	const struct tree *tree = *state;
	struct topology_cpu cpus[] = {{0, -1, -1, -1}, {1, -1, -1, -1}};
	struct topology top = {cpus, 2};

	tree_write(tree, CPU "0/topology/core_cpus_list", "0\n");
	topology_fill(tree->root, &top);
	assert_cpu(&cpus[0], 0, -1, 0);
	assert_cpu(&cpus[1], -1, -1, -1);
}

static void test_odd_files_are_unknown(void **state)
{
	const struct tree *tree = *state;
	struct topology_cpu cpus[] = {{0, 7, 7, 7}};
	struct topology top = {cpus, 1};

	tree_write(tree, CPU "0/topology/core_cpus_list", "\n");
	tree_write(tree, CPU "0/topology/thread_siblings_list", "none\n");
	cache_write(tree, CPU "0/cache/index0", "2\n", "Unified\n", "0-1\n");
	cache_write(tree, CPU "0/cache/index1", "3\n", "Unified\n", "");
	tree_write(tree, "/sys/devices/system/node/online", "0\n");
	topology_fill(tree->root, &top);
	assert_cpu(&cpus[0], -1, -1, -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_loads_the_allowed_cpus),
		cmocka_unit_test(test_follows_the_affinity),
		cmocka_unit_test_setup_teardown(test_reads_what_cpus_share, tree_setup,
						tree_teardown),
		cmocka_unit_test_setup_teardown(test_without_numa_all_is_one_node,
						tree_setup, tree_teardown),
		cmocka_unit_test_setup_teardown(test_odd_files_are_unknown, tree_setup,
						tree_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
