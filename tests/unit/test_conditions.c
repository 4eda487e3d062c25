/* SPDX-License-Identifier: MIT */
/* What host_json_print() writes, conditions_read() finds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "compare/conditions.h"
#include "output/host_json.h"

static struct host host;

/* The conditions of a run of that command, on a machine with that CPU. */
static struct conditions conditions_of(const char *option, const char *cpu)
{
	char program[] = "ipcbench", argument[32];
	char *argv[] = {program, argument, NULL};
	const struct run_info info = {
		.argv = argv,
		.label = "",
		.version = "1.2",
		.other_version = "",
		.peer_version = "",
		.peer_conditions = "",
		.state = "complete",
	};
	struct conditions conditions;
	FILE *file = tmpfile();

	assert_non_null(file);
	snprintf(argument, sizeof(argument), "%s", option);
	host.facts = (struct facts){.section = "machine"};
	facts_add(&host.facts, "cpu_model", "%s", cpu);
	facts_add(&host.facts, "version", "another");
	host_json_print(file, &host, &info);
	rewind(file);
	assert_int_equal(conditions_read(&conditions, file), 0);
	fclose(file);
	return conditions;
}

static const char *value_of(const struct conditions *conditions, const char *name)
{
	for (size_t i = 0; i < CONDITION_COUNT; i++)
		if (strcmp(condition_name(i), name) == 0)
			return conditions->values[i];
	return NULL;
}

static void test_reads(void **state)
{
	struct conditions c = conditions_of("--exclusive", "A \"B\", C");

	(void)state;
	assert_string_equal(value_of(&c, "CPU"), "A \\\"B\\\", C");
	assert_string_equal(value_of(&c, "version of ipcbench"), "1.2");
	assert_string_equal(value_of(&c, "--exclusive"), "yes");
	assert_string_equal(value_of(&c, "kernel"), NOT_AVAILABLE);
	c = conditions_of("exclusive", "");
	assert_string_equal(value_of(&c, "CPU"), NOT_AVAILABLE);
	assert_string_equal(value_of(&c, "--exclusive"), "no");
}

/* Nothing that is in a file may break it. */
static void test_foreign(void **state)
{
	static const char text[] =
		"\"\n\"a\n\"cpu_model\":\n\"cpu_model\": \n"
		"\"cpu_model\": \"\n\"kernel_release\": \"x\0\"\n,,,\n{";
	struct conditions conditions;
	FILE *file = tmpfile();

	(void)state;
	assert_non_null(file);
	fwrite(text, 1, sizeof(text), file);
	rewind(file);
	assert_int_equal(conditions_read(&conditions, file), 0);
	fclose(file);
	assert_string_equal(value_of(&conditions, "CPU"), "\"");
	assert_string_equal(value_of(&conditions, "libc"), NOT_AVAILABLE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reads),
		cmocka_unit_test(test_foreign),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
