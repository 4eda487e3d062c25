/* SPDX-License-Identifier: MIT */
/*
 * The choice of CPUs on machines that are not at hand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "machine/placement.h"

/* Rows are { cpu, core, cache, node }. */
#define MACHINE(name, ...)                                                               \
	static struct topology_cpu name##_cpus[] = {__VA_ARGS__};                        \
	static const struct topology name = {name##_cpus,                                \
					     sizeof(name##_cpus) / sizeof(*name##_cpus)}

MACHINE(single, {0, 0, 0, 0});
MACHINE(two, {0, 0, 0, 0}, {1, 1, 0, 0});
/* Two threads to a core, numbered as Intel does: 0 and 1 are one core. */
MACHINE(laptop, {0, 0, 0, 0}, {1, 0, 0, 0}, {2, 2, 0, 0}, {3, 2, 0, 0}, {4, 4, 0, 0},
	{5, 4, 0, 0});
MACHINE(two_cores, {0, 0, 0, 0}, {1, 0, 0, 0}, {2, 2, 0, 0}, {3, 2, 0, 0});
MACHINE(one_core, {0, 0, 0, 0}, {1, 0, 0, 0});
/* Four caches on two sockets; the second threads are numbered after all firsts. */
MACHINE(sockets, {0, 0, 0, 0}, {1, 1, 0, 0}, {2, 2, 2, 0}, {3, 3, 2, 0}, {4, 4, 4, 1},
	{5, 5, 4, 1}, {6, 6, 6, 1}, {7, 7, 6, 1}, {8, 0, 0, 0}, {9, 1, 0, 0},
	{10, 2, 2, 0}, {11, 3, 2, 0}, {12, 4, 4, 1}, {13, 5, 4, 1}, {14, 6, 6, 1},
	{15, 7, 6, 1});
/* The same machine in a cpuset: the lowest CPUs of core and cache are not allowed. */
MACHINE(cpuset, {3, 3, 2, 0}, {7, 7, 6, 1});
MACHINE(no_cache, {0, 0, -1, 0}, {1, 1, -1, 0}, {2, 2, -1, 0});
MACHINE(no_node, {0, 0, 0, -1}, {1, 1, 1, -1});
MACHINE(nothing, {4, -1, -1, -1}, {5, -1, -1, -1});
/* One cache over two nodes, as sub-NUMA clusters have. */
MACHINE(clusters, {0, 0, 0, 0}, {1, 1, 0, 1});

static void assert_chosen(const struct topology *top, enum placement placement,
			  int client, int server)
{
	int cpu[2] = {-2, -2};

	assert_null(placement_choose(top, placement, cpu));
	assert_int_equal(cpu[0], client);
	assert_int_equal(cpu[1], server);
}

static void assert_refused(const struct topology *top, enum placement placement,
			   const char *want)
{
	int cpu[2] = {-2, -2};
	const char *reason = placement_choose(top, placement, cpu);

	assert_non_null(reason);
	assert_string_equal(reason, want);
	assert_int_equal(cpu[0], -2);
}

static void test_names(void **state)
{
	(void)state;
	assert_string_equal(placement_name(SAME_CPU), "same-cpu");
	assert_string_equal(placement_name(SMT), "smt");
	assert_string_equal(placement_name(SAME_CACHE), "same-cache");
	assert_string_equal(placement_name(SAME_NODE), "same-node");
	assert_string_equal(placement_name(CROSS_NODE), "cross-node");
	assert_string_equal(placement_name(APART), "apart");
	assert_string_equal(placement_name(ANY), "any");
}

static void test_any_is_not_pinned(void **state)
{
	(void)state;
	assert_chosen(&single, ANY, -1, -1);
	assert_chosen(&nothing, ANY, -1, -1);
}

static void test_one_cpu(void **state)
{
	(void)state;
	assert_chosen(&single, SAME_CPU, 0, 0);
	for (enum placement p = SMT; p <= CROSS_NODE; p++)
		assert_refused(&single, p, "one-cpu-allowed");
}

static void test_two_cpus(void **state)
{
	(void)state;
	assert_chosen(&two, SAME_CPU, 1, 1);
	assert_chosen(&two, SAME_CACHE, 0, 1);
	assert_refused(&two, SMT, "no-smt-sibling-allowed");
	assert_refused(&two, SAME_NODE, "no-second-cache-on-node-allowed");
	assert_refused(&two, CROSS_NODE, "no-second-node-allowed");
}

static void test_laptop_leaves_core_0_alone(void **state)
{
	(void)state;
	assert_chosen(&laptop, SAME_CPU, 2, 2);
	assert_chosen(&laptop, SMT, 2, 3);
	assert_chosen(&laptop, SAME_CACHE, 2, 4);
	assert_refused(&laptop, SAME_NODE, "no-second-cache-on-node-allowed");
}

static void test_core_0_when_nothing_else_will_do(void **state)
{
	(void)state;
	assert_chosen(&one_core, SAME_CPU, 1, 1);
	assert_chosen(&one_core, SMT, 0, 1);
	assert_refused(&one_core, SAME_CACHE, "no-cores-sharing-cache-allowed");
}

static void test_two_sockets(void **state)
{
	(void)state;
	assert_chosen(&sockets, SAME_CPU, 1, 1);
	assert_chosen(&sockets, SMT, 1, 9);
	assert_chosen(&sockets, SAME_CACHE, 2, 3);
	assert_chosen(&sockets, SAME_NODE, 1, 2);
	assert_chosen(&sockets, CROSS_NODE, 1, 4);
}

static void test_cpuset(void **state)
{
	(void)state;
	assert_chosen(&cpuset, SAME_CPU, 3, 3);
	assert_chosen(&cpuset, CROSS_NODE, 3, 7);
	assert_refused(&cpuset, SMT, "no-smt-sibling-allowed");
	assert_refused(&cpuset, SAME_CACHE, "no-cores-sharing-cache-allowed");
	assert_refused(&cpuset, SAME_NODE, "no-second-cache-on-node-allowed");
}

static void test_unknown_is_not_guessed(void **state)
{
	(void)state;
	assert_chosen(&no_cache, SAME_CPU, 1, 1);
	assert_refused(&no_cache, SMT, "no-smt-sibling-allowed");
	assert_refused(&no_cache, SAME_CACHE, "topology-unknown");
	assert_refused(&no_cache, SAME_NODE, "topology-unknown");
	assert_refused(&no_cache, CROSS_NODE, "no-second-node-allowed");
	assert_refused(&no_node, SAME_CACHE, "no-cores-sharing-cache-allowed");
	assert_refused(&no_node, SAME_NODE, "topology-unknown");
	assert_refused(&no_node, CROSS_NODE, "topology-unknown");
	for (enum placement p = SMT; p <= CROSS_NODE; p++)
		assert_refused(&nothing, p, "topology-unknown");
}

static void test_two_cpus_of_unknown_relation(void **state)
{
	(void)state;
	assert_chosen(&no_cache, APART, 1, 2);
	assert_chosen(&no_node, APART, 0, 1);
	assert_chosen(&nothing, APART, 4, 5);
	assert_refused(&two, APART, "topology-known");
	assert_refused(&single, APART, "one-cpu-allowed");
}

static void test_nodes_outrank_caches(void **state)
{
	(void)state;
	assert_chosen(&clusters, CROSS_NODE, 0, 1);
	assert_refused(&clusters, SAME_CACHE, "no-cores-sharing-cache-allowed");
}

static void test_supervisor(void **state)
{
	(void)state;
	/* A pair on one CPU is woken soonest from there. */
	assert_int_equal(placement_supervisor_cpu(&single, (int[]){0, 0}), 0);
	assert_int_equal(placement_supervisor_cpu(&two, (int[]){1, 1}), 1);
	assert_int_equal(placement_supervisor_cpu(&cpuset, (int[]){3, 3}), 3);
	assert_int_equal(placement_supervisor_cpu(&two, (int[]){0, 1}), -1);
	assert_int_equal(placement_supervisor_cpu(&laptop, (int[]){2, 4}), 0);
	/* 1 and 3 are free, on cores of the pair. */
	assert_int_equal(placement_supervisor_cpu(&laptop, (int[]){0, 2}), 4);
	/* Better on their cores than on their CPUs. */
	assert_int_equal(placement_supervisor_cpu(&two_cores, (int[]){0, 2}), 1);
	assert_int_equal(placement_supervisor_cpu(&laptop, (int[]){-1, -1}), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_any_is_not_pinned),
		cmocka_unit_test(test_one_cpu),
		cmocka_unit_test(test_two_cpus),
		cmocka_unit_test(test_laptop_leaves_core_0_alone),
		cmocka_unit_test(test_core_0_when_nothing_else_will_do),
		cmocka_unit_test(test_two_sockets),
		cmocka_unit_test(test_cpuset),
		cmocka_unit_test(test_unknown_is_not_guessed),
		cmocka_unit_test(test_two_cpus_of_unknown_relation),
		cmocka_unit_test(test_nodes_outrank_caches),
		cmocka_unit_test(test_supervisor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
