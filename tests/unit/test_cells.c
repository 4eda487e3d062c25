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

#include <cmocka.h>

#include "cells.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_header),
		cmocka_unit_test(test_csv),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
