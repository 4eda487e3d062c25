/* SPDX-License-Identifier: MIT */
/*
 * How one mechanism is shown: what it says of itself, and what a probe has found.
 */
#pragma once

#include "list/probe.h"
#include "output/cells.h"

/* All of it, as a row of cells: see results/README.md. */
void list_cells(struct cells *cells, const struct mechanism *m, const struct findings *f);

/* The most important of it, as a line of a table; and the heads of the table. */
void list_line(FILE *to, const struct mechanism *m, const struct findings *f);
void list_heads(FILE *to);
