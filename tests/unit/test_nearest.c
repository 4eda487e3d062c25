/* SPDX-License-Identifier: MIT */
/*
 * Mistyped words of each kind are recognised, and other words are left alone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "options/nearest.h"

#define LENGTH(array) (sizeof(array) / sizeof(*(array)))

static const char *meant(const char *word)
{
	static const char *const names[] = {"pipe",	   "fifo",	 "posix-mq",
					    "unix-stream", "unix-dgram", "tcp",
					    "shm-spin"};
	struct nearest nearest = {.word = word};

	for (size_t i = 0; i < LENGTH(names); i++)
		nearest_try(&nearest, names[i]);
	return nearest.name ? nearest.name : "nothing";
}

static void test_near(void **state)
{
	(void)state;
	assert_string_equal(meant("pipe"), "pipe");
	assert_string_equal(meant("pip"), "pipe");
	assert_string_equal(meant("pippe"), "pipe");
	assert_string_equal(meant("pixe"), "pipe");
	assert_string_equal(meant("tpc"), "tcp");
	assert_string_equal(meant("posix_mq"), "posix-mq");
	assert_string_equal(meant("unix-steam"), "unix-stream");
	assert_string_equal(meant("unxi-straem"), "unix-stream");
	assert_string_equal(meant("unix-dgarm"), "unix-dgram");

	assert_string_equal(meant(""), "nothing");
	assert_string_equal(meant("p"), "nothing");
	assert_string_equal(meant("tty"), "nothing");
	assert_string_equal(meant("banana"), "nothing");
	assert_string_equal(meant("a-word-far-longer-than-any-name-that-there-is-or-was"),
			    "nothing");
}

/* One letter is as near to any other. */
static void test_all_letters_changed(void **state)
{
	struct nearest nearest = {.word = "x"};

	(void)state;
	nearest_try(&nearest, "y");
	assert_null(nearest.name);
}

static void test_first_of_equals(void **state)
{
	struct nearest nearest = {.word = "aab"};

	(void)state;
	nearest_try(&nearest, "aac");
	nearest_try(&nearest, "aad");
	assert_string_equal(nearest.name, "aac");
	assert_int_equal(nearest.edits, 1);
	nearest_try(&nearest, "aab");
	assert_string_equal(nearest.name, "aab");
	assert_int_equal(nearest.edits, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_near),
		cmocka_unit_test(test_all_letters_changed),
		cmocka_unit_test(test_first_of_equals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
