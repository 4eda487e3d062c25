/* SPDX-License-Identifier: MIT */
/*
 * Reading small files, above all malformed ones.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "machine/sysfile.h"
#include "tree.h"

static void test_files(void **state)
{
	const struct tree *tree = *state;
	const char *root = tree->root;
	long long number = 5;
	char text[8] = "";

	assert_true(sysfile_text(NULL, text, sizeof(text), "%s/none", root) < 0);
	/* A directory opens and cannot be read. */
	assert_true(sysfile_text(NULL, text, sizeof(text), "%s", root) < 0);
	tree_write(tree, "/a", "\t one\ttwo three\nfour\n");
	assert_int_equal(sysfile_text(NULL, text, sizeof(text), "%s/a", root), 0);
	assert_string_equal(text, "one two");
	assert_true(sysfile_number(&number, "%s/a", root) < 0);
	assert_int_equal(number, 5);
	tree_write(tree, "/n", "-12,3\n");
	assert_int_equal(sysfile_number(&number, "%s/n", root), 0);
	assert_int_equal(number, -12);
	tree_write(tree, "/n", "99999999999999999999\n");
	assert_true(sysfile_number(&number, "%s/n", root) < 0);
	tree_write(tree, "/k", "cpu family : 6\ncpu\t:\ncpu\t: x\ncpu : y\n");
	assert_int_equal(sysfile_text("cpu", text, sizeof(text), "%s/k", root), 0);
	assert_string_equal(text, "x");
	assert_true(sysfile_text("cp", text, sizeof(text), "%s/k", root) < 0);
}

static void test_words(void **state)
{
	(void)state;
	assert_true(sysfile_has_word("tsc kvm-clock", "tsc"));
	assert_true(sysfile_has_word("kvm-clock tsc", "tsc"));
	assert_true(sysfile_has_word("tsc_page tsc", "tsc"));
	assert_false(sysfile_has_word("tsc_page my_tsc", "tsc"));
	assert_false(sysfile_has_word("", "tsc"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_files, tree_setup, tree_teardown),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
