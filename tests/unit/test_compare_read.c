/* SPDX-License-Identifier: MIT */
/* The trials.csv of a run, whole, damaged, or not one at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <math.h>
#include <string.h>

#include "compare/cases.h"
#include "output/tables.h"
#include "registry.h"

#define HEADER                                                                           \
	"mechanism,family,pattern,size_bytes,placement,client_cpu,server_cpu,wait,"      \
	"touch,"                                                                         \
	"pairs,rate_per_s,buffer_requested_bytes,buffer_granted_bytes,variant,status,"   \
	"reason,session,round,group,batch,rtt_p50_ns,messages_per_s,schema\n"
#define CASE "pipe,pipe,round-trip,64,same-cpu,1,1,block,full,1,,0,65536,default,"
#define LONG_CASE                                                                        \
	"a-name-that-nobody-would-give-to-a-mechanism-so-long,pipe,round-trip,64,"       \
	"same-cpu,1,1,block,full,1,,0,65536,default,"
#define STREAM_CASE "pipe,pipe,stream,64,same-cpu,1,1,block,full,1,,0,65536,default,"

static struct comparison comparison;
static struct csv_reader reader;

static int read_text(const char *text)
{
	FILE *file = tmpfile();
	int r;

	assert_non_null(file);
	fputs(text, file);
	rewind(file);
	r = comparison_read(&comparison, OLD, file, &reader);
	fclose(file);
	return r;
}

static void test_read(void **state)
{
	(void)state;
	assert_int_equal(read_text(HEADER CASE "ok,none,1,1,0,2,2000,,2\n" STREAM_CASE
					       "ok,none,1,1,0,777,,1000000,2\n" CASE
					       "ok,no"),
			 0);
	assert_string_equal(reader.why, "line 4: is cut off, and was not used");
	assert_int_equal(comparison_judge(&comparison, "pipe"), 0);
	assert_int_equal(comparison.count, 2);
	assert_true(fabs(comparison.cases[0]->of[OLD].level - 2000) < 1e-6);
	assert_true(fabs(comparison.cases[0]->of[OLD].batch_low - 2) < 1e-6);
	assert_true(fabs(comparison.cases[1]->of[OLD].level - 1000) < 1e-6);
	assert_true(isnan(comparison.cases[1]->of[OLD].batch_low));
}

static void test_read_malformed(void **state)
{
	static const struct {
		const char *text;
		int error;
		const char *message;
	} files[] = {
		{HEADER CASE "ok,none,1,1,0,1,2000,,7\n", -EPROTO,
		 "line 2: schema is '7', "},
		{HEADER CASE "ok,none,1,1,0,1,2000,,\n", -EPROTO,
		 "line 2: schema is '', "},
		{HEADER CASE "ok,none,,1,0,1,2000,,2\n", -EBADMSG,
		 "line 2: session is ''"},
		{HEADER CASE "ok,none,-1,1,0,1,2000,,2\n", -EBADMSG,
		 "line 2: session is '"},
		{HEADER CASE "ok,none,1,x,0,1,2000,,2\n", -EBADMSG,
		 "line 2: round is 'x"},
		{HEADER CASE "ok,none,1,1,,1,2000,,2\n", -EBADMSG, "line 2: group is ''"},
		{HEADER CASE "ok,none,1,1,0,1,fast,,2\n", -EBADMSG,
		 "line 2: rtt_p50_ns is "},
		{HEADER LONG_CASE "ok,none,1,1,0,1,2000,,2\n", -EBADMSG,
		 "line 2: a field of the key is too long"},
		{HEADER CASE "ok,none,1,1\n", -EBADMSG, "line 2: has 18 fields, not 23"},
		{"name,value\nx,1\n", -EBADMSG, "line 1: there is no column mechanism"},
		{"", -EBADMSG, "line 1: there is no whole line of column names"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		assert_int_equal(read_text(files[i].text), files[i].error);
		reader.why[strlen(files[i].message)] = '\0';
		assert_string_equal(reader.why, files[i].message);
	}
}

/* What ipcbench run writes is what is read, and what tells cases apart is a key. */
static void test_columns(void **state)
{
	char header[4096] = "";
	struct cells cells = {.to = fmemopen(header, sizeof(header), "w"),
			      .kind = CELLS_HEADER};

	(void)state;
	assert_non_null(cells.to);
	columns_write(&cells, table_trials.columns, NULL);
	fclose(cells.to);
	assert_int_equal(read_text(header), 0);
	assert_string_equal(reader.why, "");
	for (char *name = strtok(header, ",\n"); name; name = strtok(NULL, ",\n")) {
		bool found = !strstr(name, "_requested") && !strstr(name, "_granted");

		for (enum key key = 0; key < KEY_COUNT; key++)
			found = found || strcmp(name, key_name(key)) == 0;
		if (!found)
			fail_msg("%s is not among the keys of compare", name);
	}
}

static int teardown(void **state)
{
	(void)state;
	comparison_free(&comparison);
	return 0;
}

static void test_keys(void **state)
{
	(void)state;
	assert_true(key_is_number(KEY_SIZE));
	assert_true(key_is_number(KEY_DEPTH_REQUESTED));
	assert_true(key_is_number(KEY_PROGRAM - 1));
	assert_false(key_is_number(KEY_VARIANT));
	assert_false(key_is_number(KEY_PROGRAM));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test_teardown(test_read, teardown),
		cmocka_unit_test_teardown(test_read_malformed, teardown),
		cmocka_unit_test_teardown(test_columns, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
