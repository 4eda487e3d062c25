/* SPDX-License-Identifier: MIT */
/* The results of a run, summed up together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "figures/results.h"
#include "registry.h"

/* The verdicts of ab, together as sure as one alone. */
static void test_many_arms(void **state)
{
	static struct ipc_case cases[4];
	struct group group = {0, 4, 0};
	const struct plan plan = {cases, 4, &group, 1};
	struct results results;
	struct summary *s;

	(void)state;
	assert_int_equal(results_init(&results, &plan), 0);
	for (unsigned i = 0; i < 4; i++) {
		cases[i] = (struct ipc_case){.mechanism = mechanisms[0], .arm = i + 1};
		results.cases[i].summary.c = &cases[i];
	}
	cases[3].skip = "not-supported";
	assert_int_equal(results_summarise(&results, (struct precision){1, 1}, &s), 0);
	assert_true(fabs(s[1].confidence - 0.975) < 1e-12);
	free(s);
	results_free(&results);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_many_arms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
