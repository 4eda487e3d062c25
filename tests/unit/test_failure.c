/* SPDX-License-Identifier: MIT */
/*
 * Why a pair has failed: what the CSV says, what people are told, and whether the trial
 * is skipped.
 */
#include "pair/failure.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <errno.h>
#include <string.h>

static void assert_failure(const struct failure *f, const char *slug,
			   const char *sentence, bool is_refusal)
{
	char found[REASON_SIZE], text[200];

	failure_slug(f, found);
	failure_sentence(f, text, sizeof(text));
	assert_string_equal(found, slug);
	assert_string_equal(text, sentence);
	assert_int_equal(failure_is_refusal(f), is_refusal);
}

static void refusals_are_skipped(void **state)
{
	struct failure f = {.error = -EMSGSIZE, .refused = true, .process = "server"};

	(void)state;
	assert_failure(&f, "message-too-large", "server: the message is too large", true);
	failure_set_limit(&f, "fs.mqueue.msgsize_max");
	assert_failure(&f, "message-too-large:fs.mqueue.msgsize_max",
		       "the message is too large: the limit is fs.mqueue.msgsize_max",
		       true);
	failure_set_limit(&f, NULL);
	assert_failure(&f, "message-too-large", "server: the message is too large", true);
}

/* An error that no mechanism may refuse with, and one that comes too late to refuse. */
static void faults_are_not(void **state)
{
	struct failure f = {.error = -EBADF, .refused = true, .process = "client"};

	(void)state;
	assert_failure(&f, "client-errno-9", "client: Bad file descriptor", false);
	assert_int_equal(failure_set(&f, "supervisor", -ENOMEM), -ENOMEM);
	assert_failure(&f, "supervisor-no-memory",
		       "supervisor: there is not enough memory", false);
	failure_set(&f, "server", -ECHILD);
	assert_failure(&f, "server-died", "server: the process died", false);
}

static void a_wrong_byte_is_named(void **state)
{
	struct failure f;

	(void)state;
	failure_set(&f, "server", -EBADMSG);
	f.wrong = (struct wrong){.number = 17, .size = 64, .due = 64, .offset = 3};
	assert_failure(
		&f, "server-wrong-message",
		"a message arrived wrong: at the server, byte 3 of message 17 differs",
		false);
}

static void a_wrong_length_is_named(void **state)
{
	struct failure f;

	(void)state;
	failure_set(&f, "client", -EBADMSG);
	f.wrong = (struct wrong){.number = 9, .size = 0, .due = 64};
	assert_failure(
		&f, "client-wrong-message",
		"a message arrived wrong: at the client, message 9 has 0 bytes, not 64",
		false);
}

static void a_long_limit_is_cut(void **state)
{
	char limit[2 * FAILURE_LIMIT_SIZE];
	struct failure f;

	(void)state;
	memset(limit, 'x', sizeof(limit) - 1);
	limit[sizeof(limit) - 1] = '\0';
	failure_set_limit(&f, limit);
	assert_int_equal(strlen(f.limit), FAILURE_LIMIT_SIZE - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refusals_are_skipped),
		cmocka_unit_test(faults_are_not),
		cmocka_unit_test(a_wrong_byte_is_named),
		cmocka_unit_test(a_wrong_length_is_named),
		cmocka_unit_test(a_long_limit_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
