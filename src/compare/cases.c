/* SPDX-License-Identifier: MIT */
#include "compare/cases.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *key_name(enum key key)
{
	static const char *const names[KEY_COUNT] = {
		"mechanism",
		"family",
		"pattern",
		"size_bytes",
		"placement",
		"client_cpu",
		"server_cpu",
		"wait",
		"touch",
		"pairs",
		"rate_per_s",
		"buffer_requested_bytes",
		"buffer_granted_bytes",
		"variant",
		"depth_requested",
		"depth_granted",
		"chunk_requested_bytes",
		"chunk_granted_bytes",
		"spin_requested_ns",
		"spin_granted_ns",
		"program",
	};

	return names[key];
}

bool key_is_number(enum key key)
{
	if (key >= KEY_DEPTH_REQUESTED && key < KEY_PROGRAM)
		return true;
	switch (key) {
	case KEY_SIZE:
	case KEY_CLIENT_CPU:
	case KEY_SERVER_CPU:
	case KEY_PAIRS:
	case KEY_RATE:
	case KEY_BUFFER_REQUESTED:
	case KEY_BUFFER_GRANTED:
		return true;
	default:
		return false;
	}
}

const char *judgement_name(enum judgement judgement)
{
	static const char *const names[JUDGEMENT_COUNT] = {
		[JUDGED_FASTER] = "faster",
		[JUDGED_SLOWER] = "slower",
		[JUDGED_SAME] = "same",
		[JUDGED_INCONCLUSIVE] = "inconclusive",
		[JUDGED_INDICATION] = "indication",
		[JUDGED_REGIME] = "regime",
		[JUDGED_NOT_COMPARABLE] = "not-comparable",
		[JUDGED_OLD_ONLY] = "old-only",
		[JUDGED_NEW_ONLY] = "new-only",
	};

	return names[judgement];
}

const char *compared_key(const struct compared *compared, enum key key)
{
	return compared->of[compared->of[NEW].trials ? NEW : OLD].key[key];
}

/* ---- matching ---- */

/* Where two trials are of the same case, in the order in which cases are shown.  What a
 * case was given, its CPUs for instance, does not make it another. */
static const enum key identity[] = {
	KEY_PATTERN,	     KEY_SIZE,
	KEY_PLACEMENT,	     KEY_TOUCH,
	KEY_PAIRS,	     KEY_RATE,
	KEY_MECHANISM,	     KEY_WAIT,
	KEY_VARIANT,	     KEY_BUFFER_REQUESTED,
	KEY_DEPTH_REQUESTED, KEY_CHUNK_REQUESTED,
	KEY_SPIN_REQUESTED,  KEY_PROGRAM,
};

static int row_order(const struct trial_row *row, const struct compared *compared)
{
	int order = 0;

	/* Which puts 64 before 1024. */
	for (size_t i = 0; i < sizeof(identity) / sizeof(identity[0]) && !order; i++)
		order = strverscmp(row->key[identity[i]],
				   compared_key(compared, identity[i]));
	return order;
}

static struct compared *case_insert(struct compare *compare, size_t at)
{
	struct compared *compared;

	if (compare->count == compare->room) {
		const size_t room = 2 * compare->room + 64;
		void *cases = realloc(compare->cases, room * sizeof(*compare->cases));

		if (!cases)
			return NULL;
		compare->cases = cases;
		compare->room = room;
	}
	compared = calloc(1, sizeof(*compared));
	if (!compared)
		return NULL;
	memmove(&compare->cases[at + 1], &compare->cases[at],
		(compare->count - at) * sizeof(*compare->cases));
	compare->cases[at] = compared;
	compare->count++;
	return compared;
}

/* The case of a trial, made if need be; NULL if there is no memory. */
static struct compared *case_of(struct compare *compare, const struct trial_row *row)
{
	size_t low = 0, high = compare->count;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const int order = row_order(row, compare->cases[middle]);

		if (order == 0)
			return compare->cases[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return case_insert(compare, low);
}

static int measured_reserve(struct measured *m)
{
	const size_t room = 2 * m->room + 8;
	void *times, *distances;

	if (m->count < m->room)
		return 0;
	times = realloc(m->times, room * sizeof(*m->times));
	if (!times)
		return -ENOMEM;
	m->times = times;
	distances = realloc(m->distances, room * sizeof(*m->distances));
	if (!distances)
		return -ENOMEM;
	m->distances = distances;
	m->room = room;
	return 0;
}

static int measured_add_time(struct measured *m, const struct trial_row *row)
{
	int r = measured_reserve(m);

	if (r < 0)
		return r;
	if (m->count == 0)
		m->batch_low = m->batch_high = row->batch;
	m->batch_low = fmin(m->batch_low, row->batch);
	m->batch_high = fmax(m->batch_high, row->batch);
	m->times[m->count++] = (struct session_time){row->session, row->time_ns};
	if (!isnan(row->distance_ns))
		m->distances[m->distance_count++] = row->distance_ns;
	return 0;
}

/* A failure tells more than a skip, and the first of each is as good as any. */
static void measured_add_trouble(struct measured *m, const struct trial_row *row)
{
	const bool failed = strcmp(row->status, "failed") == 0;

	if (m->trouble[0] && (m->failed || !failed))
		return;
	m->failed = failed;
	snprintf(m->trouble, sizeof(m->trouble), "%s:%s", row->status, row->reason);
}

int compare_add(struct compare *compare, enum age age, const struct trial_row *row)
{
	const bool ok = strcmp(row->status, "ok") == 0;
	struct compared *compared;
	struct measured *m;

	for (enum key key = 0; key < KEY_COUNT; key++)
		if (strlen(row->key[key]) >= TEXT_WORD_SIZE)
			return -EBADMSG;
	compared = case_of(compare, row);
	if (!compared)
		return -ENOMEM;
	m = &compared->of[age];
	/* A trial that was not measured does not know what it would have been given. */
	if (m->trials++ == 0 || (ok && m->count == 0))
		for (enum key key = 0; key < KEY_COUNT; key++)
			strcpy(m->key[key], row->key[key]);
	if (!ok)
		measured_add_trouble(m, row);
	return ok && row->time_ns > 0 && isfinite(row->time_ns)
		       ? measured_add_time(m, row)
		       : 0;
}

size_t compare_count(const struct compare *compare, enum judgement judgement)
{
	size_t n = 0;

	for (size_t i = 0; i < compare->count; i++)
		n += compare->cases[i]->judgement == judgement;
	return n;
}

void compare_free(struct compare *compare)
{
	for (size_t i = 0; i < compare->count; i++) {
		for (enum age age = OLD; age < AGE_COUNT; age++) {
			free(compare->cases[i]->of[age].times);
			free(compare->cases[i]->of[age].distances);
			free(compare->cases[i]->of[age].levels);
		}
		free(compare->cases[i]);
	}
	free(compare->cases);
	memset(compare, 0, sizeof(*compare));
}
