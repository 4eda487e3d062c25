/* SPDX-License-Identifier: MIT */
/*
 * Whether the harness catches, counts or times what is broken on purpose.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "contract.h"

static void check_caught(struct contract *t, const struct broken *b, enum pattern pattern)
{
	struct ipc_case c = case_of(t, b->mechanism, BROKEN_SIZE, pattern, TOUCH_FULL);
	struct failure failure = {0};
	struct pair *pair = NULL;
	int r = pair_open(&t->supervisor, &c, 0, &pair, &failure);

	if (r == 0)
		r = run_slices(t, pair, &c, &failure);
	pair_close(pair);
	tell(t, r == -EBADMSG && memcmp(&failure.wrong, &b->wrong, sizeof(b->wrong)) == 0,
	     "%s is caught, %s: message %" PRIu64 " of %" PRIu64 " bytes, byte %" PRIu64,
	     b->mechanism->summary, pattern_name(pattern), failure.wrong.number,
	     failure.wrong.size, failure.wrong.offset);
}

/* What should run on a CPU that does not exist must not run on another. */
static void check_unpinned(struct contract *t, enum side side)
{
	struct ipc_case c =
		case_of(t, broken[0].mechanism, BROKEN_SIZE, ROUND_TRIP, TOUCH_FULL);
	struct failure failure = {0};
	struct pair *pair = NULL;
	int r;

	c.cpu[side] = 8 * (int)sizeof(t->supervisor.allowed) - 1;
	r = pair_open(&t->supervisor, &c, 0, &pair, &failure);
	pair_close(pair);
	tell(t, r == -ENXIO && strcmp(failure.process, side_name(side)) == 0,
	     "the %s is not pinned, and this is told", side_name(side));
}

/* A mechanism that is broken on purpose must be caught, in each pattern, at the place
 * where it is broken. */
int check_broken(struct contract *t)
{
	check_unpinned(t, CLIENT);
	check_unpinned(t, SERVER);
	for (size_t i = 0; i < broken_count; i++) {
		check_caught(t, &broken[i], ROUND_TRIP);
		check_caught(t, &broken[i], STREAM);
		if (!(broken[i].mechanism->traits & MECH_LOSSY))
			check_caught(t, &broken[i], PACED);
	}
	printf("1..%u\n", t->number);
	return t->failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* What is lost or overtaken is counted, to the message. */
static void check_counts(struct contract *t, const struct mechanism *m,
			 enum pattern pattern, uint64_t lost, uint64_t reordered)
{
	struct ipc_case c = case_of(t, m, 64, pattern, TOUCH_FULL);
	uint64_t lost_found = 0, reordered_found = 0;
	struct failure failure = {0};
	struct outcome outcome = {0};
	struct pair *pair = NULL;
	int r = pair_open(&t->supervisor, &c, 0, &pair, &failure);

	for (unsigned i = 0; i < SLICES && r == 0; i++) {
		r = pair_run(&t->supervisor, pair, LOST_EACH, BATCH, &outcome, &failure);
		lost_found += outcome.lost;
		reordered_found += outcome.reordered;
	}
	pair_close(pair);
	tell(t, r == 0 && lost_found == lost && reordered_found == reordered,
	     "%s are counted, %s: %" PRIu64 " lost, %" PRIu64 " reordered", m->summary,
	     pattern == STREAM ? "stream" : "round trip", lost_found, reordered_found);
}

/* The last message of each slice is one of the lost.  A round trip can be lost on both
 * its ways, and a request that is lost needs no reply. */
int check_lossy(struct contract *t)
{
	const uint64_t sent = LOST_EACH * BATCH * SLICES;
	const uint64_t lost = sent / LOST_EACH;

	check_counts(t, loses, STREAM, lost, 0);
	check_counts(t, loses, ROUND_TRIP, lost + (sent - lost) / LOST_EACH, 0);
	check_counts(t, overtakes, STREAM, 0, sent / OVERTAKEN_EACH);
	check_counts(t, overtakes, ROUND_TRIP, 0, sent / OVERTAKEN_EACH);
	printf("1..%u\n", t->number);
	return t->failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* A receiver that stops for a while delays the message that it is at, and all those that
 * are due meanwhile: each says for how long, as they are timed from when they were due.
 */
int check_stall(struct contract *t)
{
	const struct ipc_case c = case_of(t, stalls, 64, PACED, TOUCH_FULL);
	const unsigned messages = 2 * RATE * (STALL_NS / 1000000) / 1000;
	unsigned late = 0, half_late = 0;
	struct failure failure = {0};
	struct outcome outcome = {0};
	struct pair *pair = NULL;
	int r = pair_open(&t->supervisor, &c, 0, &pair, &failure);

	if (r == 0)
		r = pair_run(&t->supervisor, pair, messages, 1, &outcome, &failure);
	for (unsigned i = 0; r == 0 && i < messages; i++) {
		late += outcome.sample_ns[i] >= STALL_NS;
		half_late += outcome.sample_ns[i] >= STALL_NS / 2;
	}
	pair_close(pair);
	tell(t, r == 0 && late >= 1, "a stall is in the latency of the message it hits");
	tell(t, half_late >= messages / 4, "and in that of those behind it: %u of %u",
	     half_late, messages);
	printf("1..%u\n", t->number);
	return t->failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
