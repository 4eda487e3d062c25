/* SPDX-License-Identifier: MIT */
#include "compare/cases.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

const char *case_key(const struct compared_case *c, enum key key)
{
	return c->of[c->of[NEW].trials ? NEW : OLD].key[key];
}

/* ---- matching ---- */

enum { GROUP_KEYS = 6 };

/* Two trials with the same values here are of the same case; cases are shown in this
 * order, groups one after the other.  What was granted to a case, such as its CPUs, does
 * not make it another case. */
static const enum key identity[] = {
	KEY_PATTERN,
	KEY_SIZE,
	KEY_PLACEMENT,
	KEY_TOUCH,
	KEY_PAIRS,
	KEY_RATE, /* GROUP_KEYS */
	KEY_MECHANISM,
	KEY_WAIT,
	KEY_VARIANT,
	KEY_BUFFER_REQUESTED,
	KEY_DEPTH_REQUESTED,
	KEY_CHUNK_REQUESTED,
	KEY_SPIN_REQUESTED,
	KEY_PROGRAM,
	KEY_ARM,
};

bool case_is_same_group(const struct compared_case *a, const struct compared_case *b)
{
	for (size_t i = 0; i < GROUP_KEYS; i++)
		if (strcmp(case_key(a, identity[i]), case_key(b, identity[i])) != 0)
			return false;
	return true;
}

static int row_order(const struct trial_row *row, const struct compared_case *c)
{
	int order = 0;

	/* strverscmp() puts 64 before 1024. */
	for (size_t i = 0; i < sizeof(identity) / sizeof(identity[0]) && !order; i++)
		order = strverscmp(row->key[identity[i]], case_key(c, identity[i]));
	return order;
}

static struct compared_case *case_insert(struct comparison *comparison, size_t at)
{
	struct compared_case *c = calloc(1, sizeof(*c));
	struct compared_case **cases =
		c ? array_grow(comparison->cases, comparison->count, sizeof(*cases))
		  : NULL;

	if (!cases) {
		free(c);
		return NULL;
	}
	comparison->cases = cases;
	memmove(&cases[at + 1], &cases[at], (comparison->count - at) * sizeof(*cases));
	cases[at] = c;
	comparison->count++;
	return c;
}

/* The case of a trial, which is made if it is new; NULL if there is no memory. */
static struct compared_case *case_of(struct comparison *comparison,
				     const struct trial_row *row)
{
	size_t low = 0, high = comparison->count;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const int order = row_order(row, comparison->cases[middle]);

		if (order == 0)
			return comparison->cases[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return case_insert(comparison, low);
}

/* The first failure is kept, or else the first skip. */
static void recorded_add_problem(struct recorded_case *m, const struct trial_row *row)
{
	const bool failed = strcmp(row->status, "failed") == 0;

	if (m->problem[0] && (m->failed || !failed))
		return;
	m->failed = failed;
	snprintf(m->problem, sizeof(m->problem), "%s:%s", row->status, row->reason);
}

int comparison_add(struct comparison *comparison, enum age age,
		   const struct trial_row *row)
{
	const bool ok = strcmp(row->status, "ok") == 0;
	struct compared_case *c;
	struct recorded_case *m;
	struct trial_time *times;

	c = case_of(comparison, row);
	if (!c)
		return -ENOMEM;
	c->metric = row->metric;
	m = &c->of[age];
	/* Only a trial that was measured knows what it was granted. */
	if (m->trials++ == 0 || (ok && m->count == 0))
		for (enum key key = 0; key < KEY_COUNT; key++)
			strcpy(m->key[key], row->key[key]);
	if (!ok)
		recorded_add_problem(m, row);
	if (!ok || !(row->time.ns > 0 && isfinite(row->time.ns)))
		return 0;
	times = array_grow(m->times, m->count, sizeof(*times));
	if (!times)
		return -ENOMEM;
	m->times = times;
	m->times[m->count++] = row->time;
	return 0;
}

size_t comparison_count(const struct comparison *comparison, enum judgement judgement)
{
	size_t n = 0;

	for (size_t i = 0; i < comparison->count; i++)
		n += comparison->cases[i]->judgement == judgement;
	return n;
}

void comparison_free(struct comparison *comparison)
{
	for (size_t i = 0; i < comparison->count; i++) {
		for (enum age age = OLD; age < AGE_COUNT; age++) {
			free(comparison->cases[i]->of[age].times);
			free(comparison->cases[i]->of[age].levels);
		}
		free(comparison->cases[i]);
	}
	free(comparison->cases);
	memset(comparison, 0, sizeof(*comparison));
}

int trial_order(const void *a, const void *b)
{
	const struct trial_time *x = a, *y = b;

	if (x->session != y->session)
		return x->session < y->session ? -1 : 1;
	return (x->round > y->round) - (x->round < y->round);
}
