/* SPDX-License-Identifier: MIT */
/*
 * Compares two runs that were recorded at different times, case by case.
 *
 * What is compared is sessions, not rounds: the speed of a machine drifts, and rounds of
 * one session drift together.  With rounds as the unit, 12 to 73 % of comparisons of the
 * same thing claimed a difference; with three to five sessions a side, 0 to 4 %.
 *
 * Pure but for memory.  Neither the order of the runs' rows nor of their sessions
 * matters, and exchanging the runs inverts ratios and verdicts.
 */
#pragma once

#include <stdbool.h>

#include "base/text.h"
#include "stats/stats.h"

#define COMPARE_THRESHOLD 0.05 /* what is less than this apart is the same */

enum {
	COMPARE_SESSIONS = 3, /* the fewest of a run that make a verdict */
	COMPARE_REASON_SIZE = 128,
};

enum age { OLD, NEW, AGE_COUNT };

/* The columns that all result files begin with, in their order, and then those before
 * the last, which older files do not have. */
enum key {
	KEY_MECHANISM,
	KEY_FAMILY,
	KEY_PATTERN,
	KEY_SIZE,
	KEY_PLACEMENT,
	KEY_CLIENT_CPU,
	KEY_SERVER_CPU,
	KEY_WAIT,
	KEY_TOUCH,
	KEY_PAIRS,
	KEY_RATE,
	KEY_BUFFER_REQUESTED,
	KEY_BUFFER_GRANTED,
	KEY_VARIANT,
	KEY_DEPTH_REQUESTED,
	KEY_DEPTH_GRANTED,
	KEY_CHUNK_REQUESTED,
	KEY_CHUNK_GRANTED,
	KEY_SPIN_REQUESTED,
	KEY_SPIN_GRANTED,
	KEY_PROGRAM,
	KEY_COUNT,
};

const char *key_name(enum key key);
bool key_is_number(enum key key);

/* What trials.csv says of a trial, as far as comparing goes; NaN where it does not. */
struct trial_row {
	const char *key[KEY_COUNT];
	const char *status, *reason;
	unsigned session;
	double batch;	/* round trips per clock sample; NaN of a stream */
	double time_ns; /* the median round trip, or the time per message of a stream */
	double distance_ns; /* of the two CPUs */
};

struct session_time {
	unsigned session;
	double ns;
};

/* A case in one of the runs. */
struct measured {
	char key[KEY_COUNT][TEXT_WORD_SIZE];
	char trouble[COMPARE_REASON_SIZE]; /* "skipped:why", "failed:why" or empty */
	bool failed;
	size_t trials;		    /* of any status; 0: the run does not have the case */
	struct session_time *times; /* owned: one for each trial that was measured */
	double *distances; /* owned: so many, of which distance_count are known */
	size_t count, room, distance_count;
	double batch_low, batch_high; /* of those trials */

	/* Filled in by compare_judge(). */
	double *levels; /* owned: the median of each session, in ns */
	size_t sessions;
	double level;	 /* their geometric mean; NaN without any */
	double distance; /* median, in ns */
};

enum judgement {
	JUDGED_FASTER = FASTER,
	JUDGED_SLOWER = SLOWER,
	JUDGED_SAME = SAME,
	JUDGED_INCONCLUSIVE = INCONCLUSIVE,
	JUDGED_INDICATION,     /* too few sessions for a verdict */
	JUDGED_REGIME,	       /* the two CPUs are not as far apart as they were */
	JUDGED_NOT_COMPARABLE, /* in both, but reason is in the way */
	JUDGED_OLD_ONLY,
	JUDGED_NEW_ONLY,
	JUDGEMENT_COUNT,
};

/* As it is called in CSV. */
const char *judgement_name(enum judgement judgement);

struct compared {
	struct measured of[AGE_COUNT];
	enum judgement judgement;
	char reason[COMPARE_REASON_SIZE]; /* a slug; "none" */
	struct estimate ratio; /* time NEW over OLD; an interval only with a verdict */
};

struct compare {
	struct compared **cases; /* owned; in the order to be shown */
	size_t count, room;
	double confidence; /* of each verdict, so that all hold together at 95 % */
};

/* Adds a trial to an at first zeroed comparison.  Returns 0, -ENOMEM, or -EBADMSG if a
 * field of the key is longer than any that was ever written. */
int compare_add(struct compare *compare, enum age age, const struct trial_row *row);

/* Judges all cases (judge.c).  0 or -ENOMEM. */
int compare_judge(struct compare *compare, double threshold);

/* What the case is, or was, like. */
const char *compared_key(const struct compared *compared, enum key key);

/* How many cases are judged so. */
size_t compare_count(const struct compare *compare, enum judgement judgement);

void compare_free(struct compare *compare);
