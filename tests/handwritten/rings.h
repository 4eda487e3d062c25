/* SPDX-License-Identifier: MIT */
/*
 * Rings in shared memory as one would write them by hand, for one sender and one receiver
 * that poll: what the suite's streams through shared memory are held against.  Every word
 * of a message is written and compared.
 */
#pragma once

#include <stddef.h>

/* ns per message of @size bytes, 8, 64, 4096 or 65536, from one CPU to another, through
 * the ring of that name: "flag", "sequence" or "batch"; NaN for any other. */
double ring_ns(const char *name, size_t size, int from, int to);
