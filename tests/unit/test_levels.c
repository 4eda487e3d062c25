/* SPDX-License-Identifier: MIT */
/*
 * The figures of a summary over rounds of which little more than the figures is made up.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "figures/history.h"
#include "registry.h"

static struct ipc_case stream = {.size = 1000, .pattern = STREAM};

/* A summary of rounds of a stream that take so long per message. */
static struct summary summary_of_times(const double *ns, size_t rounds)
{
	struct history h = {0};
	struct summary s;

	for (unsigned i = 0; i < rounds; i++) {
		struct trial t;

		trial_init(&t, &stream, 1);
		t.figures.p50 = ns[i];
		assert_int_equal(history_add(&h, &t, NULL), 0);
		trial_free(&t);
	}
	assert_int_equal(history_summarise(&h, &s), 0);
	history_free(&h);
	return s;
}

/* Of an even number of rounds, too, the bandwidth is the size over the time. */
static void test_time_and_rate_agree(void **state)
{
	struct summary s = summary_of_times((const double[]){400, 900, 800, 500}, 4);

	(void)state;
	assert_true(fabs(s.p50.value - sqrt(500 * 800)) < 1e-9);
	assert_true(fabs(s.bytes_per_s.value * s.p50.value / 1e12 - 1) < 1e-12);
	assert_true(fabs(s.messages_per_s.value * s.p50.value / 1e9 - 1) < 1e-12);

	s = summary_of_times((const double[]){100, 200, 300, 400, 500, 600, 700}, 7);
	assert_true(s.p50.value == 400);
	assert_true(s.p50.low == 100 && s.p50.high == 700);
	assert_true(fabs(s.bytes_per_s.low * 700 / 1e12 - 1) < 1e-12);
	assert_true(fabs(s.bytes_per_s.high * 100 / 1e12 - 1) < 1e-12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_time_and_rate_agree),
	};

	stream.mechanism = mechanism_find("pipe");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
