/* SPDX-License-Identifier: MIT */
/*
 * The command line: what each option stores, and the one line that says what is wrong.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "options/options.h"
#include "plan/case.h"

static struct options options;
static char message[MESSAGE_SIZE];

/* Parses a line whose words are divided by single blanks; '~' stands for an empty one. */
static int parse(const char *line)
{
	static char copy[1000]; /* the strings in options stay there */
	char *argv[64] = {0}, *rest = copy;
	int argc = 0;

	assert_true(strlen(line) < sizeof(copy));
	strcpy(copy, line);
	while (rest) {
		argv[argc] = strsep(&rest, " ");
		if (strcmp(argv[argc], "~") == 0)
			argv[argc] += 1;
		argc++;
	}
	return options_parse(argc, argv, &options, message);
}

static void accepted(const char *line)
{
	message[0] = '\0';
	if (parse(line) != 0)
		fail_msg("%s: %s", line, message);
}

static void refused(const char *line, const char *expected)
{
	struct options before = options;

	assert_int_equal(parse(line), -EINVAL);
	assert_string_equal(message, expected);
	assert_memory_equal(&before, &options, sizeof(options));
}

static void test_commands(void **state)
{
	(void)state;
	accepted("ipcbench run");
	assert_int_equal(options.command, COMMAND_RUN);
	assert_int_equal(options.mechanisms.count, 0);
	assert_int_equal(options.sizes.count, 0);
	assert_int_equal(options.rounds, 0);
	assert_int_equal(options.format, FORMAT_TABLE);
	assert_null(options.output);
	assert_false(options.exclusive);

	accepted("ipcbench list pipe unix-*,tcp --format json");
	assert_int_equal(options.command, COMMAND_LIST);
	assert_int_equal(options.mechanisms.count, 3);
	assert_string_equal(options.mechanisms.at[1], "unix-*");
	assert_int_equal(options.format, FORMAT_JSON);

	refused("ipcbench", "no command; try ipcbench run, or ipcbench --help");
	refused("ipcbench rum", "no command 'rum'; did you mean 'run'?");
	refused("ipcbench lsit", "no command 'lsit'; did you mean 'list'?");
	refused("ipcbench pipe", "no command 'pipe'; see ipcbench --help");
	refused("ipcbench ~", "no command ''; see ipcbench --help");
}

static void test_lists(void **state)
{
	(void)state;
	accepted("ipcbench run --pattern stream,round-trip --size 64,4K --size=1M "
		 "--placement any,same-cpu --buffer 4K..16K --wait spin,block "
		 "--touch none --variant splice,plain");
	assert_int_equal(options.patterns.count, 2);
	assert_int_equal(options.patterns.at[0], STREAM);
	assert_int_equal(options.patterns.at[1], ROUND_TRIP);
	assert_int_equal(options.sizes.count, 3);
	assert_int_equal(options.sizes.at[2], 1 << 20);
	assert_int_equal(options.placements.count, 2);
	assert_int_equal(options.placements.at[0], ANY);
	assert_int_equal(options.placements.at[1], SAME_CPU);
	assert_int_equal(options.settings[SET_BUFFER].count, 3);
	assert_int_equal(options.settings[SET_BUFFER].at[1], 8192);
	assert_int_equal(options.waits.count, 2);
	assert_int_equal(options.waits.at[0], WAIT_SPIN);
	assert_int_equal(options.touches.count, 1);
	assert_int_equal(options.touches.at[0], TOUCH_NONE);
	assert_int_equal(options.variants.count, 2);
	assert_string_equal(options.variants.at[1], "plain");
}

static void test_rates(void **state)
{
	(void)state;
	accepted("ipcbench run --pattern stream,paced --rate 1K,10K..40K");
	assert_int_equal(options.rates.count, 4);
	assert_int_equal(options.rates.at[0], 1000);
	assert_int_equal(options.rates.at[3], 40000);
	accepted("ipcbench run --pattern paced");
	assert_int_equal(options.rates.count, 0);

	options = (struct options){0};
	refused("ipcbench run --rate 1K",
		"--rate is for paced messages; add --pattern paced");
	refused("ipcbench run --pattern stream --rate 1K",
		"--rate is for paced messages; add --pattern paced");
	refused("ipcbench run --pattern paced --rate 2G",
		"--rate 2G: '2G' is too large; 1G is the most, e.g. --rate 1K,10K");
	refused("ipcbench run --pattern paced --rate 1KiB",
		"--rate 1KiB: 'KiB' is not a unit; use K, M or G (1000-based), "
		"e.g. --rate 1K,10K");
	refused("ipcbench run --pattern paced --messages 5 --exclusive --rounds 1",
		"--messages does not go with --pattern paced, whose slices last as "
		"long as --rate makes them");
}

static void test_numbers(void **state)
{
	(void)state;
	accepted("ipcbench run --rounds 7 --rounds=5 --sessions 3 --session-gap 10ms "
		 "--time-limit 2m "
		 "--seed 18446744073709551615 --precision 0.5%");
	assert_int_equal(options.rounds, 5);
	assert_int_equal(options.sessions, 3);
	assert_int_equal(options.session_gap_ns, 10000000);
	assert_int_equal(options.time_limit_ns, UINT64_C(120000000000));
	assert_true(options.seed == UINT64_MAX);
	assert_true(options.precision > 0.00499 && options.precision < 0.00501);
}

static void test_switches_and_strings(void **state)
{
	(void)state;
	accepted("ipcbench run --quick --dry-run --quiet --exclusive --format csv "
		 "--output out=1 --label=a=b --directory /tmp --reference fifo");
	assert_true(options.quick && options.dry_run && options.quiet &&
		    options.exclusive);
	assert_int_equal(options.format, FORMAT_CSV);
	assert_string_equal(options.output, "out=1");
	assert_string_equal(options.label, "a=b");
	assert_string_equal(options.directory, "/tmp");
	assert_string_equal(options.reference, "fifo");
}

static void test_any_order(void **state)
{
	(void)state;
	accepted("ipcbench run --size 64 pipe --quick fifo --rounds 2 pipe");
	assert_int_equal(options.mechanisms.count, 2);
	assert_string_equal(options.mechanisms.at[0], "pipe");
	assert_string_equal(options.mechanisms.at[1], "fifo");
	assert_int_equal(options.rounds, 2);
}

static void test_values_refused(void **state)
{
	(void)state;
	options = (struct options){0};
	refused("ipcbench run --size 64Q",
		"--size 64Q: 'Q' is not a unit; use K, M or G (1024-based), "
		"e.g. --size 64,4K or 64..1M");
	refused("ipcbench run --size=0",
		"--size 0: must be at least 1, e.g. --size 64,4K or 64..1M");
	refused("ipcbench run --size -1",
		"--size -1: '-1' is not a positive whole number, "
		"e.g. --size 64,4K or 64..1M");
	refused("ipcbench run --size", "--size needs a value: SIZE,..");
	refused("ipcbench run --rounds x",
		"--rounds x: 'x' is not a positive whole number, e.g. --rounds 10");
	refused("ipcbench run --rounds 100001",
		"--rounds 100001: '100001' is too large; 100000 is the most, "
		"e.g. --rounds 10");
	refused("ipcbench run --precision 2",
		"--precision 2: '2' does not end in %, e.g. --precision 2%");
	refused("ipcbench run --time-limit 5d",
		"--time-limit 5d: 'd' is not a unit; use ns, us, ms, s, m or h, "
		"e.g. --time-limit 90s or 5m");
	refused("ipcbench run --placement same-cpu,smtx",
		"--placement same-cpu,smtx: 'smtx' is not one of same-cpu, smt, "
		"same-cache, same-node, cross-node, apart, any");
	refused("ipcbench run --format xml",
		"--format xml: 'xml' is not one of table, csv, json");
	refused("ipcbench run --format table,csv",
		"--format table,csv: 'table,csv' is not one of table, csv, json");
	refused("ipcbench run --output ~", "--output : is empty");
	refused("ipcbench run --quick=yes", "--quick takes no value");
	refused("ipcbench run --label", "--label needs a value: TEXT");
	refused("ipcbench run pipe,,fifo", "mechanism 'pipe,,fifo': an item of the list "
					   "is empty; see ipcbench list");
}

static void test_options_refused(void **state)
{
	(void)state;
	options = (struct options){0};
	refused("ipcbench run --sise 64", "no option --sise; did you mean --size?");
	refused("ipcbench run --sise=64", "no option --sise; did you mean --size?");
	refused("ipcbench run --dryrun", "no option --dryrun; did you mean --dry-run?");
	refused("ipcbench run -size 64", "no option -size; did you mean --size?");
	refused("ipcbench run -x", "no option -x; see ipcbench run --help");
	refused("ipcbench run --", "no option --; see ipcbench run --help");
	refused("ipcbench run --bananas", "no option --bananas; see ipcbench run --help");
	refused("ipcbench list --size 64", "ipcbench list has no --size");
	refused("ipcbench --size 64", "--size: start with a command, as in ipcbench run");
	refused("ipcbench run --messages 5",
		"--messages needs one slice of one case alone; "
		"add --exclusive --rounds 1");
	refused("ipcbench run --messages 5 --exclusive --rounds 2",
		"--messages needs one slice of one case alone; "
		"add --exclusive --rounds 1");
	refused("ipcbench run --messages 5 --rounds 1",
		"--messages needs one slice of one case alone; "
		"add --exclusive --rounds 1");
	accepted("ipcbench run --messages 5 --exclusive --rounds 1");
	assert_int_equal(options.messages, 5);
}

static void test_message_is_one_line(void **state)
{
	char size[300], command[] = "ipcbench", run[] = "run", name[] = "--size";
	char *argv[] = {command, run, name, size, NULL};

	(void)state;
	memset(size, '\n', sizeof(size) - 1);
	size[sizeof(size) - 1] = '\0';
	assert_int_equal(options_parse(4, argv, &options, message), -EINVAL);
	assert_null(strchr(message, '\n'));
	assert_non_null(strstr(message, "e.g. --size"));
}

static void test_help(void **state)
{
	char *text;
	size_t size;
	FILE *to;

	(void)state;
	accepted("ipcbench --help");
	assert_true(options.help);
	assert_int_equal(options.command, COMMAND_NONE);
	accepted("ipcbench --version --nonsense");
	assert_true(options.version);
	accepted("ipcbench run --messages 3 --help --nonsense");
	assert_true(options.help);
	assert_int_equal(options.command, COMMAND_RUN);

	to = open_memstream(&text, &size);
	assert_non_null(to);
	options_help(to, COMMAND_LIST);
	fclose(to);
	assert_non_null(
		strstr(text, "usage: ipcbench list [MECHANISM...] [OPTION...]\n"));
	assert_non_null(strstr(text, "\n  --format FORMAT "));
	assert_null(strstr(text, "--size"));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_rates),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_switches_and_strings),
		cmocka_unit_test(test_any_order),
		cmocka_unit_test(test_values_refused),
		cmocka_unit_test(test_options_refused),
		cmocka_unit_test(test_message_is_one_line),
		cmocka_unit_test(test_help),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
