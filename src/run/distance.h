/* SPDX-License-Identifier: MIT */
/*
 * How far apart two CPUs are: how long one cache line takes there and back.
 *
 * On a virtual machine the answer changes while one looks (33, 95 and 450 ns were
 * seen of one pair), and every figure across CPUs changes with it.  So it is taken at
 * each sweep of a group, by a pair of its own.
 */
#pragma once

#include "pair/pair.h"

struct distance {
	struct ipc_case c;
	struct pair *pair; /* NULL if there is nothing to measure */
	double *values;	   /* owned: one for each look, in ns */
	size_t count;
};

/* For the CPUs of such a case, and for at most that many looks; of one CPU, or where
 * the sides are not pinned, there is nothing to measure.  Returns 0, -ENOMEM or
 * -EINTR. */
int distance_open(struct distance *d, struct supervisor *sv, const struct ipc_case *like,
		  size_t looks);

/* Looks once: about 0.1 ms.  The time in *ns, NaN if there is none.  0 or -EINTR. */
int distance_look(struct distance *d, struct supervisor *sv, double *ns);

/* The median of all looks, NaN without any.  The values are in order after it. */
double distance_median(struct distance *d);

void distance_close(struct distance *d);
