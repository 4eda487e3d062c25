/* SPDX-License-Identifier: MIT */
/*
 * A row of cells in each of its forms, missing numbers and odd letters included.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "output/cells.h"

static void rows_are(enum cells_kind kind, const char *expected)
{
	char *text = NULL;
	size_t size = 0;
	struct cells cells = {.to = open_memstream(&text, &size), .kind = kind};

	assert_non_null(cells.to);
	cells_string(&cells, "name", "a \"b\"");
	cells_number(&cells, "whole", 123456789);
	cells_number(&cells, "part", 0.25);
	cells_number(&cells, "missing", NAN);
	cells_number(&cells, "schema", 1);
	cells_end(&cells);
	cells_string(&cells, "name", "next");
	cells_end(&cells);
	fclose(cells.to);
	assert_string_equal(text, expected);
	free(text);
}

static void test_header(void **state)
{
	(void)state;
	rows_are(CELLS_HEADER, "name,whole,part,missing,schema\nname\n");
}

static void test_csv(void **state)
{
	(void)state;
	rows_are(CELLS_CSV, "a \"b\",123456789,0.25,,1\nnext\n");
}

static void test_json(void **state)
{
	(void)state;
	rows_are(CELLS_JSON,
		 "{\"name\": \"a \\\"b\\\"\", \"whole\": 123456789, \"part\": 0.25, "
		 "\"missing\": null, \"schema\": 1}{\"name\": \"next\"}");
}

static void test_page(void **state)
{
	(void)state;
	rows_are(CELLS_PAGE,
		 "name: a \"b\"\nwhole: 123456789\npart: 0.25\nmissing: -\nschema: 1\n"
		 "name: next\n");
}

static void quoted_is(const char *text, const char *expected)
{
	char *written = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&written, &size);

	assert_non_null(to);
	cells_quote(to, text);
	fclose(to);
	assert_string_equal(written, expected);
	free(written);
}

#define UNKNOWN "\xef\xbf\xbd" /* U+FFFD */

static void test_quote(void **state)
{
	(void)state;
	quoted_is("", "\"\"");
	quoted_is("a\\\"\n\x1f\x7f", "\"a\\\\\\\"\\u000a\\u001f\x7f\"");

	/* The first and the last of each length, and around the surrogates. */
	quoted_is("\xc2\x80\xdf\xbf", "\"\xc2\x80\xdf\xbf\"");
	quoted_is("\xe0\xa0\x80\xef\xbf\xbf", "\"\xe0\xa0\x80\xef\xbf\xbf\"");
	quoted_is("\xed\x9f\xbf\xee\x80\x80", "\"\xed\x9f\xbf\xee\x80\x80\"");
	quoted_is("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf",
		  "\"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\"");
}

static void test_quote_what_is_not_utf8(void **state)
{
	static const char *const wrong[] = {
		"\x80",
		"\xbf",
		"\xfe",
		"\xff",
		"\xc0\x80",
		"\xc1\xbf",
		"\xe0\x9f\xbf",
		"\xed\xa0\x80",
		"\xf0\x8f\xbf\xbf",
		"\xc3",
		"\xf4\x90\x80\x80",
		"\xe2\x82",
		"\xf0\x9f\x98",
	};
	char text[8], expected[32];

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		snprintf(text, sizeof(text), "%sz", wrong[i]);
		strcpy(expected, "\"");
		for (size_t n = strlen(wrong[i]); n > 0; n--)
			strcat(expected, UNKNOWN);
		quoted_is(text, strcat(expected, "z\""));
	}
	quoted_is("\xe2\x82", "\"" UNKNOWN UNKNOWN "\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_header),
		cmocka_unit_test(test_csv),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_page),
		cmocka_unit_test(test_quote),
		cmocka_unit_test(test_quote_what_is_not_utf8),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
