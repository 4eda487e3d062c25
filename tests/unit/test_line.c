/* SPDX-License-Identifier: MIT */
#include "remote/line.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "read_back.h"

static struct line line;

static void text_survives(void **state)
{
	const char text[] = "a b%=,\t\x01\x7f\xff/\n";
	char array[sizeof(text)] = "in an array", cut[4];

	(void)state;
	line_begin(&line, "word");
	assert_ptr_equal(line_text(&line, "text", text), text);
	line_text(&line, "empty", "");
	line_array(&line, "array", array, sizeof(array));
	line_text(&line, "long", "too long");
	line_read_back(&line);
	assert_string_equal(line.word, "word");
	assert_string_equal(line_text(&line, "text", ""), text);
	assert_string_equal(line_text(&line, "empty", ""), "");
	line_array(&line, "array", memset(array, 0, 1), sizeof(array));
	assert_string_equal(array, "in an array");
	line_array(&line, "long", cut, sizeof(cut));
	assert_string_equal(cut, "too");
	assert_int_equal(line_end(&line), 0);
}

static void numbers_survive(void **state)
{
	double numbers[] = {0, -1.5, 1e300, NAN, 0.1};
	uint32_t counts[] = {0, 7, UINT32_MAX};
	double number[5];
	uint32_t count[3];

	(void)state;
	line_begin(&line, "word");
	line_count(&line, "least", 0, 0, UINT64_MAX);
	line_count(&line, "most", UINT64_MAX, 0, UINT64_MAX);
	line_numbers(&line, "numbers", numbers, 5);
	line_counts(&line, "counts", counts, 3);
	line_counts(&line, "none", counts, 0);
	line_read_back(&line);
	assert_true(line_count(&line, "least", 1, 0, UINT64_MAX) == 0);
	assert_true(line_count(&line, "most", 1, 0, UINT64_MAX) == UINT64_MAX);
	line_numbers(&line, "numbers", number, 5);
	for (int i = 0; i < 5; i++)
		assert_true(number[i] == numbers[i] ||
			    (isnan(number[i]) && isnan(numbers[i])));
	line_counts(&line, "counts", count, 3);
	assert_memory_equal(count, counts, sizeof(counts));
	line_counts(&line, "none", NULL, 0);
	assert_int_equal(line_end(&line), 0);
}

static void a_line_has_an_end(void **state)
{
	(void)state;
	line_begin(&line, "word");
	for (int i = 0; i < LINE_SIZE / 8; i++)
		line_text(&line, "key", "value");
	assert_int_equal(line_end(&line), -EMSGSIZE);
}

static void bad_lines_are_refused(void **state)
{
	static const char *const lines[] = {
		"",	      " ",	     "word ",	    "word  a=1",  "word a",
		"word =1",    "word a=%",    "word a=%4",   "word a=%zz", "word a=%00",
		"word a=%4a", "word a=\x01", "word a=\xff", " word a=1",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		strcpy(line.text, lines[i]);
		line_open(&line, line.text);
		if (*line.word == '\0') /* no request, no answer */
			continue;
		line_text(&line, "a", "");
		assert_int_equal(line_end(&line), -EPROTO);
	}
}

/* A line that is read, with one field. */
static void line_of_value(const char *value)
{
	snprintf(line.text, sizeof(line.text), "word key=%s", value);
	line_open(&line, line.text);
}

static void bad_numbers_are_refused(void **state)
{
	static const char *const values[] = {"",
					     "-1",
					     "+1",
					     "%201",
					     "1%20",
					     "0x1",
					     "1e3",
					     "101",
					     "9x",
					     "1.0",
					     "18446744073709551616",
					     "99999999999999999999"};
	static const char *const numbers[] = {"",    "x",     "inf", "nan", "0x1p3",
					      "1,2", "1e999", "1,",  "--1", "1-"};

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		line_of_value(values[i]);
		assert_int_equal(line_count(&line, "key", 1, 0, 100), 0);
		assert_int_equal(line_end(&line), -EPROTO);
	}
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		double number = 1;

		line_of_value(numbers[i]);
		line_numbers(&line, "key", &number, 1);
		assert_int_equal(line_end(&line), -EPROTO);
	}
}

static void what_is_too_much_is_refused(void **state)
{
	(void)state;
	strcpy(line.text, "word a=1 a=1");
	line_open(&line, line.text);
	line_count(&line, "a", 0, 0, 1);
	assert_int_equal(line_end(&line), -EPROTO);
}

static void another_order_is_refused(void **state)
{
	(void)state;
	strcpy(line.text, "word a=1 b=1");
	line_open(&line, line.text);
	line_count(&line, "b", 0, 0, 1);
	line_count(&line, "a", 0, 0, 1);
	assert_int_equal(line_end(&line), -EPROTO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_survives),
		cmocka_unit_test(numbers_survive),
		cmocka_unit_test(a_line_has_an_end),
		cmocka_unit_test(bad_lines_are_refused),
		cmocka_unit_test(bad_numbers_are_refused),
		cmocka_unit_test(what_is_too_much_is_refused),
		cmocka_unit_test(another_order_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
