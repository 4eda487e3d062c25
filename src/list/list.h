/* SPDX-License-Identifier: MIT */
/*
 * What is written of one mechanism: what it says of itself, and what was found out.
 */
#pragma once

#include "list/probe.h"
#include "output/cells.h"

/* A row of cells, see results/README.md. */
void list_cells(struct cells *cells, const struct mechanism *m, const struct findings *f);

/* A line of a table, and its heads. */
void list_line(FILE *to, const struct mechanism *m, const struct findings *f);
void list_heads(FILE *to);
