/* SPDX-License-Identifier: MIT */
/*
 * Finds the word that was meant by a mistyped one.
 *
 * Set word, zero the rest and try every candidate.  Then name is the candidate that the
 * fewest edits separate from the word (a letter added, left out or changed, or two
 * neighbours swapped), the first of several, or NULL if none is near.
 */
#pragma once

struct nearest {
	const char *word;
	const char *name;
	unsigned edits;
};

void nearest_try(struct nearest *nearest, const char *candidate);
