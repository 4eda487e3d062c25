/* SPDX-License-Identifier: MIT */
/* The names of file systems. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <errno.h>

#include "machine/filesystem.h"

/* What the kernel says is mounted there; of several the last, which hides the others. */
static void mounted(const char *where, char type[static 64])
{
	FILE *mounts = fopen("/proc/self/mounts", "re");
	char line[4096], directory[4096], found[64];

	assert_non_null(mounts);
	strcpy(type, "nothing");
	while (fgets(line, sizeof(line), mounts))
		if (sscanf(line, "%*s %4095s %63s", directory, found) == 2 &&
		    strcmp(directory, where) == 0)
			strcpy(type, found);
	fclose(mounts);
}

static void test_known(void **state)
{
	static const char *const same[] = {"ext4", "tmpfs", "overlay", "btrfs", "xfs"};
	static const char *const where[] = {"/", "/dev/shm", "/tmp"};
	char type[64];

	(void)state;
	for (size_t i = 0; i < sizeof(where) / sizeof(where[0]); i++) {
		mounted(where[i], type);
		for (size_t k = 0; k < sizeof(same) / sizeof(same[0]); k++)
			if (strcmp(type, same[k]) == 0)
				assert_string_equal(filesystem_name(where[i]), type);
	}
}

static void test_other(void **state)
{
	(void)state;
	assert_string_equal(filesystem_name("/proc"), "other");
	assert_string_equal(filesystem_name("/nowhere/at/all"), "other");
}

static void test_check(void **state)
{
	(void)state;
	assert_int_equal(filesystem_check("/dev/shm"), 0);
	assert_int_equal(filesystem_check("/nowhere/at/all"), -ENOENT);
	assert_int_equal(filesystem_check("/dev/null"), -ENOTDIR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known),
		cmocka_unit_test(test_other),
		cmocka_unit_test(test_check),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
