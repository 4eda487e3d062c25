/* SPDX-License-Identifier: MIT */
/*
 * The optimal string alignment distance: that of Damerau and Levenshtein, but no pair of
 * letters is edited twice.
 */
#include "options/nearest.h"

#include <limits.h>
#include <stddef.h>
#include <string.h>

enum { LETTERS = 48 };

static unsigned lower(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Words longer than LETTERS are near no other. */
static unsigned edits_count(const char *a, const char *b)
{
	size_t a_length = strlen(a), b_length = strlen(b);
	unsigned d[LETTERS + 1][LETTERS + 1]; /* between the first i and j letters */

	if (a_length > LETTERS || b_length > LETTERS)
		return UINT_MAX;
	for (unsigned i = 0; i <= a_length; i++)
		d[i][0] = i;
	for (unsigned j = 0; j <= b_length; j++)
		d[0][j] = j;

	for (size_t i = 1; i <= a_length; i++) {
		for (size_t j = 1; j <= b_length; j++) {
			unsigned changed = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
			unsigned added = lower(d[i - 1][j], d[i][j - 1]) + 1;

			d[i][j] = lower(changed, added);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				d[i][j] = lower(d[i][j], d[i - 2][j - 2] + 1);
		}
	}
	return d[a_length][b_length];
}

void nearest_try(struct nearest *nearest, const char *candidate)
{
	size_t length = strlen(nearest->word);
	unsigned edits = edits_count(nearest->word, candidate);

	/* One edit, and one more for each four letters, but never all letters. */
	if (edits <= 1 + length / 4 && edits < length &&
	    (!nearest->name || edits < nearest->edits)) {
		nearest->name = candidate;
		nearest->edits = edits;
	}
}
