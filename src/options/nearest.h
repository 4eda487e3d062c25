/* SPDX-License-Identifier: MIT */
/*
 * What was meant by a mistyped word.
 *
 * Set @word, zero the rest and try every candidate: @name is then the one with the
 * fewest edits (a letter added, left out or changed, or two neighbours swapped)
 * between them, the first of several; NULL when none is near.  It points to the
 * candidate, whose owner keeps it.
 */
#pragma once

struct nearest {
	const char *word;
	const char *name;
	unsigned edits;
};

void nearest_try(struct nearest *nearest, const char *candidate);
