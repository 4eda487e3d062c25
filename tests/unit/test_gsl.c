/* SPDX-License-Identifier: MIT */
/*
 * distributions.c against the GNU Scientific Library.  GSL is needed here
 * only: built where it is found, and never part of the program.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>

#include "stats/distributions.h"

/* The tails of one verdict out of 1 to 4096, at 95 % together. */
static const double widest = 0.025, narrowest = 0.025 / 4096;

static void assert_critical(double confidence, double df, double expected)
{
	assert_true(fabs(stats_t_critical(confidence, df) / expected - 1) < 1e-10);
}

static void test_t_quantile(void **state)
{
	static const double dfs[] = {1, 1.5, 2, 2.37, 3, 4.9, 8, 17.3, 60, 333.3, 1000};

	(void)state;
	for (size_t i = 0; i < sizeof(dfs) / sizeof(*dfs); i++)
		for (double tail = widest; tail >= narrowest; tail /= 2) {
			double expected = gsl_cdf_tdist_Qinv(tail, dfs[i]);

			assert_critical(1 - 2 * tail, dfs[i], expected);
		}
	assert_critical(0.5, 7, gsl_cdf_tdist_Qinv(0.25, 7));
}

static void test_normal_quantile(void **state)
{
	(void)state;
	for (double tail = widest; tail >= narrowest; tail /= 2)
		assert_critical(1 - 2 * tail, INFINITY, gsl_cdf_ugaussian_Qinv(tail));
	assert_critical(0.5, INFINITY, gsl_cdf_ugaussian_Qinv(0.25));
}

/* The rank is the largest k with at most the tail's chance of k - 1 heads in n tosses. */
static void test_binomial_ranks(void **state)
{
	(void)state;
	for (unsigned int n = 1; n <= 2000; n += n < 100 ? 1 : 95)
		for (double tail = widest; tail >= narrowest; tail /= 2) {
			size_t rank = stats_sign_rank(n, 1 - 2 * tail);

			if (rank)
				assert_true(gsl_cdf_binomial_P(rank - 1, 0.5, n) <= tail);
			assert_true(gsl_cdf_binomial_P(rank, 0.5, n) > tail);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_t_quantile),
		cmocka_unit_test(test_normal_quantile),
		cmocka_unit_test(test_binomial_ranks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
