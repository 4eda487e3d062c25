/* SPDX-License-Identifier: MIT */
/* CSV files as they should be, and as they should not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <math.h>
#include <string.h>

#include "compare/csv_reader.h"

static struct csv_reader reader;

static FILE *file_of(const char *bytes, size_t size)
{
	FILE *file = tmpfile();

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	rewind(file);
	return file;
}

/* Reads all rows; the error, and how many there were. */
static int read_all(const char *bytes, size_t size, size_t *rows)
{
	FILE *file = file_of(bytes, size);

	csv_reader_begin(&reader, file);
	for (*rows = 0; csv_reader_next(&reader);)
		++*rows;
	fclose(file);
	return reader.error;
}

static void test_reads(void **state)
{
	static const char text[] = "name,empty,number\npipe,,12.5\n,x,1e400\n";
	FILE *file = file_of(text, strlen(text));

	(void)state;
	csv_reader_begin(&reader, file);
	csv_reader_require(&reader, "number");
	assert_int_equal(reader.error, 0);
	csv_reader_require(&reader, "num");
	assert_int_equal(reader.error, -EBADMSG);
	assert_string_equal(reader.why, "line 1: there is no column num");
	assert_false(csv_reader_next(&reader));
	reader.error = 0;
	assert_true(csv_reader_next(&reader));
	assert_string_equal(csv_reader_cell(&reader, "name"), "pipe");
	assert_true(csv_reader_number(&reader, "number") == 12.5);
	assert_true(isnan(csv_reader_number(&reader, "empty")));
	assert_null(csv_reader_cell(&reader, "num"));
	assert_true(isnan(csv_reader_number(&reader, "num")));
	assert_int_equal(reader.error, 0);
	assert_true(csv_reader_next(&reader));
	assert_string_equal(csv_reader_cell(&reader, "name"), "");
	csv_reader_number(&reader, "empty");
	assert_int_equal(reader.error, -EBADMSG);
	assert_string_equal(reader.why, "line 3: empty is 'x', not a number");
	/* The first error stays. */
	csv_reader_refuse(&reader, "another");
	assert_string_equal(reader.why, "line 3: empty is 'x', not a number");
	reader.error = 0;
	csv_reader_number(&reader, "number");
	assert_int_equal(reader.error, -EBADMSG);
	reader.error = 0;
	assert_false(csv_reader_next(&reader));
	assert_int_equal(reader.error, 0);
	assert_false(reader.cut);
	fclose(file);
}

static void test_cut(void **state)
{
	size_t rows;

	(void)state;
	assert_int_equal(read_all("a,b\n1,2\n3", 9, &rows), 0);
	assert_int_equal(rows, 1);
	assert_true(reader.cut);
	/* Even if all fields seem to be there: the last may be half a number. */
	assert_int_equal(read_all("a,b\n1,2\n3,4", 11, &rows), 0);
	assert_int_equal(rows, 1);
	assert_true(reader.cut);
	/* A machine that lost its power leaves zeros. */
	assert_int_equal(read_all("a,b\n1,2\n\0\0\0\0", 12, &rows), 0);
	assert_int_equal(rows, 1);
	assert_true(reader.cut);
}

static void test_malformed(void **state)
{
	static const struct {
		const char *bytes;
		size_t size;
		const char *why;
	} files[] = {
		{"", 0, "line 1: there is no whole line of column names"},
		{"a,b", 3, "line 1: there is no whole line of column names"},
		{"a,b\n1,2\n1\n", 10, "line 3: has 1 fields, not 2"},
		{"a,b\n1,2,3\n", 10, "line 2: has 3 fields, not 2"},
		{"a,b\n\n", 5, "line 2: has 1 fields, not 2"},
		{"a,b\n1\0,2\n1,2\n", 13,
		 "line 2: is not text, or longer than 16382 bytes"},
	};
	size_t rows;

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		assert_int_equal(read_all(files[i].bytes, files[i].size, &rows),
				 -EBADMSG);
		assert_string_equal(reader.why, files[i].why);
	}
}

/* Fills bytes with count times one of them, and ends the line after the last. */
static int read_filled(char byte, size_t count, size_t *rows)
{
	static char bytes[4 * CSV_LINE_SIZE];

	memset(bytes, byte, count);
	bytes[count] = '\n';
	return read_all(bytes, count + 1, rows);
}

static void test_huge(void **state)
{
	size_t rows;

	(void)state;
	assert_int_equal(read_filled(',', CSV_COLUMNS - 1, &rows), 0);
	assert_int_equal(reader.columns, CSV_COLUMNS);
	assert_int_equal(read_filled(',', CSV_COLUMNS, &rows), -EBADMSG);
	assert_null(csv_reader_cell(&reader, "unknown"));
	assert_null(csv_reader_cell(&reader, ""));
	assert_int_equal(read_filled('x', CSV_LINE_SIZE - 2, &rows), 0);
	assert_int_equal(read_filled('x', CSV_LINE_SIZE - 1, &rows), -EBADMSG);
	assert_int_equal(read_filled('\0', 3 * CSV_LINE_SIZE, &rows), -EBADMSG);
}

static void test_unreadable(void **state)
{
	FILE *file = fopen("/", "r"); /* opens, but cannot be read */

	(void)state;
	assert_non_null(file);
	csv_reader_begin(&reader, file);
	assert_int_equal(reader.error, -EIO);
	assert_string_equal(reader.why, "");
	fclose(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reads),	   cmocka_unit_test(test_cut),
		cmocka_unit_test(test_malformed),  cmocka_unit_test(test_huge),
		cmocka_unit_test(test_unreadable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
