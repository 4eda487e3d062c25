/* SPDX-License-Identifier: MIT */
/*
 * What about this machine moves figures: an examination of about a second that changes
 * nothing.
 */
#pragma once

#include <stdio.h>

#include "machine/host.h"
#include "output/cells.h"
#include "pair/supervisor.h"

/*
 * Measures what can be measured in a second and adds it to the facts: what a system call
 * takes, how late a timer is, what waking a process takes on one CPU and across two, how
 * far apart these are, and how much of their time is stolen.  What cannot be measured is
 * not available.  0, or -EINTR if the user wants to stop.
 */
int doctor_measure(struct supervisor *sv, const struct topology *top,
		   struct facts *facts);

/* Adds the mechanisms that this build does without. */
void doctor_add_missing(struct influences *influences);

/* What was found, for people: what is amiss first. */
void doctor_print(FILE *to, const struct host *host);

/* The same as rows of cells. */
void doctor_cells(struct cells *cells, const struct influence *of);

/* "amiss" and so on. */
const char *standing_name(enum standing standing);
