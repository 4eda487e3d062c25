/* SPDX-License-Identifier: MIT */
#include "stats/distributions.h"

#include <float.h>
#include <math.h>

enum {
	EXACT_VALUES = 120, /* beyond, Wilcoxon's distribution is approximated */
	EXACT_SUMS = EXACT_VALUES * (EXACT_VALUES + 1) / 4 + 1,
};

size_t stats_sign_rank(size_t n, double confidence)
{
	double log_all = lgamma(n + 1.0) - n * M_LN2;
	double tail = 0;
	size_t k = 0;

	for (; k < n; k++) {
		tail += exp(log_all - lgamma(k + 1.0) - lgamma(n - k + 1.0));
		if (tail > (1 - confidence) / 2)
			break;
	}
	return k;
}

/*
 * probability[s] becomes the chance that the ranks 1 to @n, each counted or not by the
 * toss of a coin, sum to s, for s up to @last: Wilcoxon's statistic around a median of 0.
 * Floats fit on the stack, and their rounding moves no rank (test_distributions.c).
 */
static void fill_wilcoxon(float *probability, size_t last, size_t n)
{
	for (size_t sum = 1; sum <= last; sum++)
		probability[sum] = 0;
	probability[0] = ldexpf(1, -(int)n);
	for (size_t rank = 1; rank <= n; rank++)
		for (size_t sum = last; sum >= rank; sum--)
			probability[sum] += probability[sum - rank];
}

size_t stats_wilcoxon_rank(size_t n, double confidence)
{
	double all = n * (n + 1.0) / 2, tail = 0;
	float probability[EXACT_SUMS];
	size_t half = all / 2, k = 0;

	if (n > EXACT_VALUES) {
		double sd = sqrt(n * (n + 1.0) * (2.0 * n + 1) / 24);

		return all / 2 + 0.5 - stats_t_critical(confidence, INFINITY) * sd;
	}
	fill_wilcoxon(probability, half, n);
	for (; k < half; k++) {
		tail += probability[k];
		if (tail > (1 - confidence) / 2)
			break;
	}
	return k;
}

/* The incomplete beta function I_x(a, b) by the series DLMF 8.17.8, slow near x = 1. */
static double incomplete_beta(double a, double b, double x)
{
	double log_beta = lgamma(a) + lgamma(b) - lgamma(a + b);
	double term = 1, sum = 1;

	for (double i = 0; term > sum * DBL_EPSILON / 8; i++) {
		term *= x * (a + b + i) / (a + 1 + i);
		sum += term;
	}
	return exp(a * log(x) + b * log1p(-x) - log_beta) / a * sum;
}

/* The probability that a Student variable exceeds @t, at least 0. */
static double t_tail(double t, double df)
{
	if (isinf(df))
		return erfc(t * M_SQRT1_2) / 2;
	if (t > 1) /* the difference below would lose the digits of a small tail */
		return incomplete_beta(df / 2, 0.5, df / (df + t * t)) / 2;
	return 0.5 - incomplete_beta(0.5, df / 2, t * t / (df + t * t)) / 2;
}

double stats_t_critical(double confidence, double df)
{
	double tail = (1 - confidence) / 2, low = 0, high = 1;

	while (t_tail(high, df) > tail) {
		low = high;
		high *= 2;
	}
	for (;;) {
		double middle = (low + high) / 2;

		if (middle <= low || middle >= high)
			return middle;
		if (t_tail(middle, df) > tail)
			low = middle;
		else
			high = middle;
	}
}
