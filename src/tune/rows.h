/* SPDX-License-Identifier: MIT */
/*
 * tune.csv: a row for each value of a knob that was measured.
 */
#pragma once

#include "output/csv.h"

extern const struct csv_table table_tune; /* from an array of struct tuning */
