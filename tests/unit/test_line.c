/* SPDX-License-Identifier: MIT */
#include "remote/line.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <errno.h>
#include <math.h>
#include <string.h>

#include "fields_of.h"

static struct line line;

static void text_survives(void **state)
{
	const char text[] = "a b%=,\t\x01\x7f\xff/\n";
	struct fields fields;

	(void)state;
	line_begin(&line, "word");
	line_text(&line, "text", text);
	line_text(&line, "empty", "");
	fields = fields_of(&line);
	assert_string_equal(fields.word, "word");
	assert_string_equal(fields_text(&fields, "text"), text);
	assert_string_equal(fields_text(&fields, "empty"), "");
	assert_int_equal(fields_end(&fields), 0);
}

static void numbers_survive(void **state)
{
	const double numbers[] = {0, -1.5, 1e300, NAN, 0.1};
	const uint32_t counts[] = {0, 7, UINT32_MAX};
	double number[5];
	uint32_t count[3];
	struct fields fields;

	(void)state;
	line_begin(&line, "word");
	line_count(&line, "least", 0);
	line_count(&line, "most", UINT64_MAX);
	line_numbers(&line, "numbers", numbers, 5);
	line_counts(&line, "counts", counts, 3);
	line_counts(&line, "none", counts, 0);
	fields = fields_of(&line);
	fields_numbers(&fields, "numbers", number, 5);
	for (int i = 0; i < 5; i++)
		assert_true(number[i] == numbers[i] ||
			    (isnan(number[i]) && isnan(numbers[i])));
	fields_counts(&fields, "counts", count, 3);
	assert_memory_equal(count, counts, sizeof(counts));
	fields_counts(&fields, "none", NULL, 0);
	assert_true(fields_count(&fields, "most", 0, UINT64_MAX) == UINT64_MAX);
	assert_true(fields_count(&fields, "least", 0, UINT64_MAX) == 0);
	assert_int_equal(fields_end(&fields), 0);
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
		struct fields fields;

		strcpy(line.text, lines[i]);
		assert_int_equal(fields_split(line.text, &fields), -EPROTO);
	}
}

static void bad_numbers_are_refused(void **state)
{
	static const char *const values[] = {"",
					     "-1",
					     "+1",
					     " 1",
					     "1 ",
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
		struct fields fields = {.count = 1};

		strcpy(line.text, values[i]);
		fields.at[0].key = "key";
		fields.at[0].value = line.text;
		assert_int_equal(fields_count(&fields, "key", 0, 100), 0);
		assert_int_equal(fields_end(&fields), -EPROTO);
	}
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		struct fields fields = {.count = 1};
		double number;

		strcpy(line.text, numbers[i]);
		fields.at[0].key = "key";
		fields.at[0].value = line.text;
		fields_numbers(&fields, "key", &number, 1);
		assert_int_equal(fields_end(&fields), -EPROTO);
	}
}

static void what_is_too_much_is_refused(void **state)
{
	struct fields fields;

	(void)state;
	strcpy(line.text, "word a=1 a=1");
	assert_int_equal(fields_split(line.text, &fields), 0);
	fields_count(&fields, "a", 0, 1);
	assert_int_equal(fields_end(&fields), -EPROTO);
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
