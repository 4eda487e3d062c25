/* SPDX-License-Identifier: MIT */
/*
 * How far apart two CPUs are: how long one cache line takes there and back.
 *
 * On a virtual machine this changes while a run lasts (33, 95 and 450 ns were seen of one
 * pair of CPUs), and every figure across CPUs changes with it.  So it is measured at each
 * sweep of a group, by a pair of processes of its own.
 */
#pragma once

#include "pair/pair.h"

struct distance {
	struct ipc_case c;
	struct pair *pair; /* NULL if there is nothing to measure */
	double ns;	   /* as measured last, or NaN */
};

/* Prepares to measure the distance of the CPUs of a case like this one; there is none if
 * they are one CPU, or if the sides are not pinned.  0, or -EINTR if the user wants to
 * stop. */
int distance_open(struct distance *d, struct supervisor *sv, const struct ipc_case *like);

/* Measures it, for about 0.1 ms.  0 or -EINTR. */
int distance_measure(struct distance *d, struct supervisor *sv);

void distance_close(struct distance *d);
