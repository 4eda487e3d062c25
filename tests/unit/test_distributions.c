/* SPDX-License-Identifier: MIT */
/*
 * Ranks and critical values against published tables, closed forms and counting.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stats/distributions.h"

#define LENGTH(array) (sizeof(array) / sizeof(*(array)))

#define assert_close(got, want, relative)                                                \
	assert_true(fabs((got) - (want)) <= (relative)*fabs(want))

/*
 * Two-tailed critical values of the sign test at 0.05 and 0.01 for n = 1 to 25, -1 for
 * none (Triola, Elementary Statistics, table A-7); the interval's rank is one more.
 */
static void test_sign_ranks(void **state)
{
	static const int at_95[] = {-1, -1, -1, -1, -1, 0, 0, 0, 1, 1, 1, 2, 2,
				    2,	3,  3,	4,  4,	4, 5, 5, 5, 6, 6, 7};
	static const int at_99[] = {-1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 1, 1,
				    1,	2,  2,	2,  3,	3,  3,	4, 4, 4, 5, 5};

	(void)state;
	for (size_t i = 0; i < LENGTH(at_95); i++) {
		assert_int_equal(stats_sign_rank(i + 1, 0.95), at_95[i] + 1);
		assert_int_equal(stats_sign_rank(i + 1, 0.99), at_99[i] + 1);
	}
}

/* The exact critical values at 0.025, one tail, from n = 6 on: OEIS A226330. */
static void test_wilcoxon_ranks_published(void **state)
{
	static const int critical[] = {
		0,   2,	  3,   5,   8,	 10,  13,  17,	21,  25,  29,  34,  40,	 46,  52,
		58,  65,  73,  81,  89,	 98,  107, 116, 126, 137, 147, 159, 170, 182, 195,
		208, 221, 235, 249, 264, 279, 294, 310, 327, 343, 361, 378, 396, 415, 434,
		453, 473, 494, 514, 536, 557, 579, 602, 625, 648, 672, 697,
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(critical); i++)
		assert_int_equal(stats_wilcoxon_rank(i + 6, 0.95) - 1, critical[i]);
}

/* The largest rank that keeps @confidence, by counting the sums of all signs. */
static size_t wilcoxon_by_counting(size_t n, double confidence)
{
	static double chance[200 * 201 / 2 + 1];
	size_t pairs = n * (n + 1) / 2, rank = 0;
	double tail = 0;

	for (size_t sum = 0; sum <= pairs; sum++)
		chance[sum] = !sum;
	for (size_t value = 1; value <= n; value++)
		for (size_t sum = pairs + 1; sum-- > 0;)
			chance[sum] += sum < value ? 0 : chance[sum - value];
	while ((tail += ldexp(chance[rank], -(int)n)) <= (1 - confidence) / 2)
		rank++;
	return rank;
}

/* Exact up to 120 values, from there on too wide by 0.4 % of the rank at most. */
static void test_wilcoxon_ranks_counted(void **state)
{
	static const double confidences[] = {0.95, 0.99, 1 - 0.05 / 24};

	(void)state;
	for (size_t i = 0; i < LENGTH(confidences); i++)
		for (size_t n = 1; n <= 200; n += n < 120 ? 1 : 8) {
			size_t rank = stats_wilcoxon_rank(n, confidences[i]);
			size_t counted = wilcoxon_by_counting(n, confidences[i]);
			size_t least = n > 120 ? counted - counted / 250 : counted;

			assert_in_range(rank, least, counted);
		}
}

/* Upper-tail values of the NIST/SEMATECH e-Handbook, 1.3.6.7.2, and closed forms. */
static void test_t_critical(void **state)
{
	static const struct {
		double df, at_95, at_99;
	} table[] = {
		{1, 12.706, 63.657}, {2, 4.303, 9.925},	  {3, 3.182, 5.841},
		{4, 2.776, 4.604},   {5, 2.571, 4.032},	  {8, 2.306, 3.355},
		{10, 2.228, 3.169},  {20, 2.086, 2.845},  {30, 2.042, 2.750},
		{60, 2.000, 2.660},  {100, 1.984, 2.626}, {INFINITY, 1.960, 2.576},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(table); i++) {
		double at_95 = stats_t_critical(0.95, table[i].df);
		double at_99 = stats_t_critical(0.99, table[i].df);

		assert_true(fabs(at_95 - table[i].at_95) < 6e-4);
		assert_true(fabs(at_99 - table[i].at_99) < 6e-4);
	}
	for (double tail = 0.25; tail > 1e-5; tail /= 2) {
		double inside = 1 - 2 * tail,
		       by_two = inside / sqrt(2 * tail * (1 - tail));

		assert_close(stats_t_critical(inside, 1), 1 / tan(M_PI * tail), 1e-11);
		assert_close(stats_t_critical(inside, 2), by_two, 1e-11);
	}
	assert_close(stats_t_critical(0.95, INFINITY), 1.959963984540054, 1e-14);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sign_ranks),
		cmocka_unit_test(test_wilcoxon_ranks_published),
		cmocka_unit_test(test_wilcoxon_ranks_counted),
		cmocka_unit_test(test_t_critical),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
