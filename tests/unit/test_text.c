/* SPDX-License-Identifier: MIT */
/*
 * What people write and read: every accepted form, and that no other is accepted.
 */
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "options/value.h"

#define LENGTH(array) (sizeof(array) / sizeof(*(array)))

static char why[MESSAGE_SIZE];

/* A refusal is one line that has @part in it. */
static void refused(int r, const char *part)
{
	assert_int_equal(r, -EINVAL);
	assert_null(strchr(why, '\n'));
	if (!strstr(why, part))
		fail_msg("\"%s\" is not in \"%s\"", part, why);
	why[0] = '\0';
}

static void size_is(const char *text, uint64_t expected)
{
	struct text_list list = {0};

	assert_int_equal(list_parse(text, size_parse, NULL, &list, why), 0);
	assert_int_equal(list.count, 1);
	assert_int_equal(list.at[0], expected);
}

static void size_refused(const char *text, const char *part)
{
	struct text_list list = {0};

	refused(list_parse(text, size_parse, NULL, &list, why), part);
	assert_int_equal(list.count, 0);
}

static void test_size(void **state)
{
	(void)state;
	size_is("1", 1);
	size_is("64", 64);
	size_is("4K", 4096);
	size_is("1M", 1 << 20);
	size_is("2G", UINT64_C(2) << 30);
	size_is("4k", 4096);
	size_is("4KiB", 4096);
	size_is("1mib", 1 << 20);
	size_is("1024G", TEXT_BYTES_MAX);
	size_is("1099511627776", TEXT_BYTES_MAX);

	size_refused("0", "at least 1");
	size_refused("0K", "at least 1");
	size_refused("-1", "'-1' is not a positive whole number");
	size_refused("+1", "not a positive");
	size_refused(" 1", "not a positive");
	size_refused("K", "not a positive");
	size_refused("64Q", "'Q' is not a unit; use K, M or G (1024-based)");
	size_refused("64Ki", "'Ki' is not a unit");
	size_refused("64KB", "'KB' is not a unit");
	size_refused("1.5K", "'.5K' is not a unit");
	size_refused("0x10", "at least 1");
	size_refused("64 ", "' ' is not a unit");
	size_refused("1025G", "too large");
	size_refused("1099511627777", "too large");
	size_refused("18446744073709551615G", "too large");
	size_refused("18446744073709551616", "too large");
	size_refused("99999999999999999999999999999999999999999999999", "too large");
}

static void sizes_are(const char *text, const uint64_t *expected, size_t count)
{
	struct text_list list = {0};

	assert_int_equal(list_parse(text, size_parse, NULL, &list, why), 0);
	assert_int_equal(list.count, count);
	assert_memory_equal(list.at, expected, count * sizeof(*expected));
}

#define SIZES_ARE(text, ...)                                                             \
	sizes_are(text, (const uint64_t[]){__VA_ARGS__},                                 \
		  LENGTH(((const uint64_t[]){__VA_ARGS__})))

static void sizes_refused(const char *text, const char *part)
{
	struct text_list list = {0};

	refused(list_parse(text, size_parse, NULL, &list, why), part);
}

static void test_sizes(void **state)
{
	(void)state;
	SIZES_ARE("64", 64);
	SIZES_ARE("4K,64", 4096, 64);
	SIZES_ARE("64,4K,64,4096", 64, 4096);
	SIZES_ARE("64..1K", 64, 128, 256, 512, 1024);
	SIZES_ARE("64..16K*4", 64, 256, 1024, 4096, 16384);
	SIZES_ARE("100..1000", 100, 200, 400, 800, 1000);
	SIZES_ARE("1K..1M*1000", 1024, 1024000, 1 << 20);
	SIZES_ARE("1..2*1099511627776", 1, 2);
	SIZES_ARE("64..64", 64);
	SIZES_ARE("1..4,3,2..8", 1, 2, 4, 3, 8);
	SIZES_ARE("512G..1024G*33554432", UINT64_C(1) << 39, UINT64_C(1) << 40);
	SIZES_ARE("512G..1024G*3", UINT64_C(1) << 39, UINT64_C(1) << 40);

	sizes_refused("", "an item of the list is empty");
	sizes_refused(",64", "empty");
	sizes_refused("64,", "empty");
	sizes_refused("64,,4K", "empty");
	sizes_refused("64,0", "at least 1");
	sizes_refused("64..", "'' is not a positive whole number");
	sizes_refused("..64", "'' is not a positive whole number");
	sizes_refused("64...128", "'.128' is not a positive");
	sizes_refused("1M..64", "1M..64 goes down");
	sizes_refused("64..1M*1", "*1");
	sizes_refused("64..1M*0", "at least 1");
	sizes_refused("64..1M*", "not a positive");
	sizes_refused("64..1M*2x", "'2x' is not a whole number");
	sizes_refused("64*2", "'*2' is not a unit");
	sizes_refused("64..1M..2M", "'M..2M' is not a unit");
	sizes_refused("1000000000000000000000000000000000000000000000000", "too long");
}

static void test_sizes_add_up(void **state)
{
	struct text_list list = {0};

	(void)state;
	assert_int_equal(list_parse("64", size_parse, NULL, &list, why), 0);
	assert_int_equal(list_parse("1..2,64", size_parse, NULL, &list, why), 0);
	assert_int_equal(list.count, 3);
	assert_int_equal(list.at[0], 64);
	assert_int_equal(list.at[2], 2);

	/* 41 values, then 41 others. */
	assert_int_equal(list_parse("1..1024G", size_parse, NULL, &list, why), 0);
	refused(list_parse("3..1024G", size_parse, NULL, &list, why),
		"more than 64 values");
	assert_int_equal(list.count, TEXT_LIST_MAX);
}

static void test_count(void **state)
{
	uint64_t n = 0;

	(void)state;
	assert_int_equal(count_parse("1", 10, &n, why), 0);
	assert_int_equal(n, 1);
	assert_int_equal(count_parse("10", 10, &n, why), 0);
	assert_int_equal(n, 10);
	assert_int_equal(count_parse("18446744073709551615", UINT64_MAX, &n, why), 0);
	assert_true(n == UINT64_MAX);

	refused(count_parse("11", 10, &n, why), "'11' is too large; 10 is the most");
	refused(count_parse("18446744073709551616", UINT64_MAX, &n, why), "too large");
	refused(count_parse("0", 10, &n, why), "at least 1");
	refused(count_parse("x", 10, &n, why), "'x' is not a positive whole number");
	refused(count_parse("5x", 10, &n, why), "'5x' is not a whole number");
	refused(count_parse("1K", 10, &n, why), "not a whole number");
	refused(count_parse("1.5", 10, &n, why), "not a whole number");
	refused(count_parse("-3", 10, &n, why), "not a positive");
	refused(count_parse("", 10, &n, why), "not a positive");
	assert_true(n == UINT64_MAX);
}

static void percent_is(const char *text, double expected)
{
	double share = 0;

	assert_int_equal(percent_parse(text, &share, why), 0);
	assert_true(share > expected * 0.999999 && share < expected * 1.000001);
}

static void test_percent(void **state)
{
	static const char *const no_numbers[] = {"",	"%",   "-2%",	"x%",
						 "inf", "nan", "1..2%", ".%"};
	double share;

	(void)state;
	percent_is("2%", 0.02);
	percent_is("0.5%", 0.005);
	percent_is(".5%", 0.005);
	percent_is("100%", 1);

	refused(percent_parse("2", &share, why), "'2' does not end in %");
	refused(percent_parse("0.02", &share, why), "does not end in %");
	refused(percent_parse("2%%", &share, why), "does not end in %");
	refused(percent_parse("2%x", &share, why), "does not end in %");
	refused(percent_parse("0x2%", &share, why), "does not end in %");
	refused(percent_parse("0%", &share, why), "above 0%");
	refused(percent_parse("101%", &share, why), "at most 100%");
	for (size_t i = 0; i < LENGTH(no_numbers); i++)
		refused(percent_parse(no_numbers[i], &share, why), "positive number");
	refused(percent_parse("0.00000000000000000000000000000000000000000000001%",
			      &share, why),
		"too many digits");
}

static void duration_is(const char *text, uint64_t expected)
{
	uint64_t ns = 0;

	assert_int_equal(duration_parse(text, &ns, why), 0);
	assert_int_equal(ns, expected);
}

static void test_duration(void **state)
{
	uint64_t ns;

	(void)state;
	duration_is("250ns", 250);
	duration_is("20us", 20000);
	duration_is("200ms", UINT64_C(200000000));
	duration_is("5s", UINT64_C(5000000000));
	duration_is("5", UINT64_C(5000000000));
	duration_is("3m", UINT64_C(180000000000));
	duration_is("1h", UINT64_C(3600000000000));
	duration_is("1.5s", UINT64_C(1500000000));
	duration_is("0.5", UINT64_C(500000000));
	duration_is("10000h", UINT64_C(36000000000000000));

	refused(duration_parse("5d", &ns, why),
		"'d' is not a unit; use ns, us, ms, s, m or h");
	refused(duration_parse("5 s", &ns, why), "not a unit");
	refused(duration_parse("5sx", &ns, why), "not a unit");
	refused(duration_parse("1e9", &ns, why), "not a unit");
	refused(duration_parse("s", &ns, why), "positive number");
	refused(duration_parse("-5s", &ns, why), "positive number");
	refused(duration_parse("", &ns, why), "positive number");
	refused(duration_parse("0", &ns, why), "above 0");
	refused(duration_parse("0.0000001ms", &ns, why), "above 0");
	refused(duration_parse("10001h", &ns, why), "at most 10000h");
	refused(duration_parse("99999999999999999999h", &ns, why), "at most 10000h");
}

static const char *color(unsigned value)
{
	static const char *const names[] = {"red", "green", "blue"};

	return value < LENGTH(names) ? names[value] : NULL;
}

static void test_durations(void **state)
{
	struct text_list list = {0};

	(void)state;
	assert_int_equal(list_parse("5us,20us,5us", duration_parse, NULL, &list, why), 0);
	assert_int_equal(list.count, 2);
	assert_int_equal(list.at[1], 20000);
	assert_int_equal(list_parse("1us..4us", duration_parse, NULL, &list, why), 0);
	assert_int_equal(list.count, 5);
	assert_int_equal(list.at[3], 2000);
	refused(list_parse("5us,,", duration_parse, NULL, &list, why),
		"an item of the list is empty");
	refused(list_parse("5us,1d", duration_parse, NULL, &list, why), "not a unit");
}

static void test_choice(void **state)
{
	struct text_list list = {0};
	unsigned value = 0;

	(void)state;
	assert_int_equal(choice_parse("blue", color, &value, why), 0);
	assert_int_equal(value, 2);
	assert_int_equal(list_parse("blue,red,blue", NULL, color, &list, why), 0);
	assert_int_equal(list.count, 2);
	assert_int_equal(list.at[0], 2);
	assert_int_equal(list.at[1], 0);

	refused(choice_parse("gree", color, &value, why),
		"'gree' is not one of red, green, blue");
	refused(choice_parse("Red", color, &value, why), "not one of");
	refused(list_parse("red,", NULL, color, &list, why), "empty");
	refused(list_parse("red,violet", NULL, color, &list, why), "'violet'");
	assert_int_equal(value, 2);
}

static void test_words(void **state)
{
	struct text_words words = {0};

	(void)state;
	assert_int_equal(words_parse("unix-*", &words, why), 0);
	assert_int_equal(words_parse("pipe,fifo,pipe,unix-*", &words, why), 0);
	assert_int_equal(words.count, 3);
	assert_string_equal(words.at[0], "unix-*");
	assert_string_equal(words.at[1], "pipe");
	assert_string_equal(words.at[2], "fifo");

	refused(words_parse("", &words, why), "empty");
	refused(words_parse("a,,b", &words, why), "empty");
	refused(words_parse("123456789012345678901234567890123456789012345678", &words,
			    why),
		"too long");
	assert_int_equal(words_parse("12345678901234567890123456789012345678901234567",
				     &words, why),
			 0);
	for (char name[] = "a0"; words.count < TEXT_LIST_MAX; name[1]++)
		assert_int_equal(words_parse(name, &words, why), 0);
	assert_int_equal(words_parse("pipe", &words, why), 0);
	refused(words_parse("one-too-many", &words, why), "more than 64 words");
}

static void size_reads(uint64_t bytes, const char *expected)
{
	char text[TEXT_SIZE];

	assert_string_equal(text_format_size(text, bytes), expected);
}

static void duration_reads(double ns, const char *expected)
{
	char text[TEXT_SIZE];

	assert_string_equal(text_format_duration(text, ns), expected);
}

static void rate_reads(double bytes_per_s, const char *expected)
{
	char text[TEXT_SIZE];

	assert_string_equal(text_format_rate(text, bytes_per_s), expected);
}

static void test_format(void **state)
{
	(void)state;
	size_reads(0, "0");
	size_reads(1, "1");
	size_reads(1000, "1000");
	size_reads(1536, "1536");
	size_reads(65536, "64K");
	size_reads(65537, "65537");
	size_reads(1 << 20, "1M");
	size_reads(3 << 19, "1536K");
	size_reads(TEXT_BYTES_MAX, "1024G");
	size_reads(UINT64_MAX, "18446744073709551615");

	duration_reads(NAN, "-");
	rate_reads(INFINITY, "-");
	duration_reads(0, "0 ns");
	duration_reads(0.14, "0.14 ns");
	duration_reads(120, "120 ns");
	duration_reads(999.4, "999 ns");
	duration_reads(999.6, "1 us");
	duration_reads(6314, "6.31 us");
	duration_reads(1.2e6, "1.2 ms");
	duration_reads(999.6e6, "1 s");
	duration_reads(3.6e12, "3600 s");

	rate_reads(12, "12 B/s");
	rate_reads(640e3, "640 kB/s");
	rate_reads(3.7e9, "3.7 GB/s");
	rate_reads(11.72e9, "11.7 GB/s");
	rate_reads(1e12, "1 TB/s");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_size),	     cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_sizes_add_up), cmocka_unit_test(test_count),
		cmocka_unit_test(test_percent),	     cmocka_unit_test(test_duration),
		cmocka_unit_test(test_durations),    cmocka_unit_test(test_choice),
		cmocka_unit_test(test_words),	     cmocka_unit_test(test_format),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
