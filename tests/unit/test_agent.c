/* SPDX-License-Identifier: MIT */
/*
 * Programs that are no agents, and bad agents: each is an error before the deadline, and
 * no process is left.
 */
#include "remote/agent.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pair/pair.h"
#include "remote/peer.h"

#define GREETING "read hello; echo hello protocol=1 version=x address=; "

static char directory[] = "/tmp/test-agent-XXXXXX";
static char program[64];
static struct supervisor sv;
static struct agent agent;

static int make_directory(void **state)
{
	(void)state;
	if (!mkdtemp(directory) || supervisor_init(&sv) < 0)
		return -1;
	snprintf(program, sizeof(program), "%s/agent", directory);
	sv.deadline_ms = 300;
	return 0;
}

static int remove_directory(void **state)
{
	(void)state;
	unlink(program);
	return rmdir(directory);
}

/* Makes the program a shell script. */
static void be(const char *script)
{
	FILE *file = fopen(program, "w");

	assert_non_null(file);
	fprintf(file, "#!/bin/sh\n%s\n", script);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(program, 0700), 0);
}

static void assert_no_child(void)
{
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

static int start(const char *path)
{
	const char *const argv[] = {path, AGENT_COMMAND, NULL};

	return agent_start(&sv, argv, &agent);
}

static void assert_start(const char *script, int expected)
{
	be(script);
	assert_int_equal(start(program), expected);
	if (expected < 0)
		assert_no_child();
}

static void bad_programs(void **state)
{
	(void)state;
	assert_int_equal(start("/no/such/program"), -ENOENT);
	assert_no_child();
	assert_int_equal(start(directory), -EACCES);
	assert_no_child();
	assert_start("exit 0", -ECHILD);
	assert_start("kill -KILL $$", -ECHILD);
	assert_start("exec sleep 100", -ETIMEDOUT);
	assert_start("printf 'hello protocol=1'; exec sleep 100", -ETIMEDOUT);
	assert_start("echo 'Welcome to this host!'; exec cat", -EPROTO);
	assert_start("exec cat", -EPROTO);
	assert_start("echo hello protocol=0 version=x address=; exec cat", -EPROTO);
	assert_start("printf 'hello protocol=1\\000 version=x\\n'; exec cat", -EPROTO);
	assert_start("exec cat /dev/zero", -EPROTO);
}

static void another_version(void **state)
{
	(void)state;
	assert_start("echo hello protocol=2 whatever=1; exec cat", -EPROTONOSUPPORT);
	assert_int_equal(agent.hello.protocol, 2);
}

static void bad_answers(void **state)
{
	static const struct {
		const char *script;
		int expected;
	} rows[] = {
		{GREETING "read line; exit 0", -ECHILD},
		{GREETING "read line; exec sleep 100", -ETIMEDOUT},
		{GREETING "read line; echo opened; exec cat", -EPROTO},
		{GREETING "read line; echo opened buffer=-1 files=0; exec cat", -EPROTO},
		{GREETING "read line; echo ran; exec cat", -EPROTO},
		{GREETING "read line; echo failed error=0; exec cat", -EPROTO},
		{GREETING "read line; echo failed error=1 refused=1 limit= side=server "
			  "wrong=0 wrong-size=0 due-size=0 wrong-offset=0; exec cat",
		 -EPERM},
		{GREETING "read line; echo failed error=4 refused=0 limit= side=server "
			  "wrong=0 wrong-size=0 due-size=0 wrong-offset=0; exec cat",
		 -EPROTO},
	};
	const struct ipc_case c = {
		.mechanism = &(struct mechanism){.name = "any"},
		.agent = program,
		.kind = &pair_remote,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct failure failure;
		struct pair *pair;

		be(rows[i].script);
		assert_int_equal(pair_open(&sv, &c, 0, &pair, &failure),
				 rows[i].expected);
		assert_int_equal(failure.error, rows[i].expected);
		assert_no_child();
	}
}

static void bad_slices(void **state)
{
	static const char *const endings[] = {
		"exit 0",
		"echo ran; exec cat",
		/* two samples, where one was asked for */
		("echo ran begin-ns=1 end-ns=2 count=2 batch=1 client=0,0,0,0,0,0 "
		 "server=0,0,0,0,0,0 samples=1,2; exec cat"),
		"exec sleep 100",
	};
	const struct ipc_case c = {
		.mechanism = &(struct mechanism){.name = "any"},
		.agent = program,
		.kind = &pair_remote,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		struct failure failure;
		struct outcome outcome;
		struct pair *pair;
		char script[400];

		snprintf(script, sizeof(script),
			 GREETING "read line; echo opened buffer=7 depth=0 chunk=0 "
				  "spin=0 files=0; read line; %s",
			 endings[i]);
		be(script);
		assert_int_equal(pair_open(&sv, &c, 0, &pair, &failure), 0);
		assert_int_equal(pair->granted[SET_BUFFER], 7);
		assert_true(pair_run(&sv, pair, 1, 1, &outcome, &failure) < 0);
		assert_string_equal(failure.process, "agent");
		pair_close(pair);
		assert_no_child();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bad_programs),
		cmocka_unit_test(another_version),
		cmocka_unit_test(bad_answers),
		cmocka_unit_test(bad_slices),
	};

	return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
