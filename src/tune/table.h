/* SPDX-License-Identifier: MIT */
/*
 * The table of one knob in the report: a row for each value, a column for each size.
 */
#pragma once

#include <stdio.h>

#include "tune/results.h"

void print_table(FILE *to, const struct knob_sizes *sizes);
