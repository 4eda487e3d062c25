/* SPDX-License-Identifier: MIT */
/*
 * Ranks and critical values of the distributions behind the intervals of stats.h.  Pure.
 *
 * Ranks count from 1, as they do in the literature, and a rank of 0 means that there is
 * none.  Confidences are two-sided and in (0, 1).
 */
#pragma once

#include <stddef.h>

/*
 * The rank of the low end of the sign test's interval for the median among @n ordered
 * values, and of its high end counted from the other side: the largest that keeps
 * @confidence (David and Nagaraja, Order Statistics, section 7.1).  0 if even the
 * extremes do not reach it.
 */
size_t stats_sign_rank(size_t n, double confidence);

/*
 * The same for Wilcoxon's signed-rank test, among the ordered means of all pairs of @n
 * values, each value with itself included (Hollander, Wolfe and Chicken, Nonparametric
 * Statistical Methods, section 3.2).  Exact up to 120 values, from there on by the normal
 * approximation, which at 95 % and more errs towards a wider interval.
 */
size_t stats_wilcoxon_rank(size_t n, double confidence);

/*
 * The t with which a Student variable of @df > 0 degrees of freedom lies in [-t, t] with
 * probability @confidence.  @df need not be whole; INFINITY stands for the normal
 * distribution.  Takes time in proportion to @df.
 */
double stats_t_critical(double confidence, double df);
