/* SPDX-License-Identifier: MIT */
/*
 * What is recorded of two pipes that hold differently much, as a user has who comes near
 * fs.pipe-user-pages-soft between the two.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pipe/pipes.h"

/* A stream goes from the client to the server. */
static void the_room_is_that_of_a_stream(void **state)
{
	struct fd_state st = {0};
	struct channel ch = {.state = &st};

	(void)state;
	assert_int_equal(pipe_create(&ch), 0);
	assert_true(fcntl(st.out[CLIENT], F_SETPIPE_SZ, 32768) >= 32768);
	assert_true(fcntl(st.out[SERVER], F_SETPIPE_SZ, 8192) < 32768);
	ch.buffer = 0;
	assert_int_equal(pipe_set_room(&ch), 0);
	assert_int_equal(ch.buffer, fcntl(st.out[CLIENT], F_GETPIPE_SZ));
	assert_int_not_equal(ch.buffer, fcntl(st.out[SERVER], F_GETPIPE_SZ));
	fd_destroy(&ch);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_room_is_that_of_a_stream),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
