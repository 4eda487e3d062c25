/* SPDX-License-Identifier: MIT */
/*
 * Compares two runs that were recorded at different times, case by case.
 *
 * Sessions are compared, not rounds: the speed of a machine drifts, and the rounds of one
 * session drift together.  With rounds as the unit, 12 to 73 % of comparisons of equal
 * things claimed a difference; with three to five sessions a side, 0 to 4 %.
 *
 * The cases of a group took turns, so that their ratio is ten times sharper than their
 * times: a case is judged by its ratio to the group's reference, and the reference by its
 * own time.  What changed all of a group alike does not show in ratios.
 *
 * Pure but for memory and the reading of files.  Neither the order of the rows nor of the
 * sessions matters, and exchanging the runs inverts ratios and verdicts.
 */
#pragma once

#include "base/text.h"
#include "compare/csv_reader.h"
#include "output/key.h"
#include "stats/stats.h"

/* A smaller difference counts as none. */
#define COMPARE_LEVEL_THRESHOLD 0.05
#define COMPARE_RATIO_THRESHOLD 0.02

enum {
	COMPARE_SESSIONS = 3, /* the fewest of a run that make a verdict */
	COMPARE_REASON_SIZE = 128,
};

enum age { OLD, NEW, AGE_COUNT };

/* What was measured in a trial; missing numbers are NaN. */
struct trial_time {
	unsigned session, round, group;
	double ns;	/* the median round trip, or the time per message of a stream */
	double mean_ns; /* of round trips */
	double batch;	/* round trips per clock sample; NaN of a stream */
	double distance_ns; /* of the two CPUs */
};

/* The order of two trials of a run in time, for qsort(). */
int trial_order(const void *a, const void *b);

/* What trials.csv says of a trial. */
struct trial_row {
	const char *key[KEY_COUNT]; /* each shorter than TEXT_WORD_SIZE */
	const char *status, *reason;
	const char *metric; /* the name of the time: a static string */
	struct trial_time time;
};

/* A case as one of the runs recorded it. */
struct recorded_case {
	char key[KEY_COUNT][TEXT_WORD_SIZE];
	char problem[COMPARE_REASON_SIZE]; /* "skipped:why", "failed:why" or empty */
	bool failed;
	size_t trials;		  /* of any status; 0: the run does not have the case */
	struct trial_time *times; /* owned */
	size_t count;		  /* of times */

	/* Filled in by comparison_judge(), which also sorts the times by session and
	 * round. */
	double *levels; /* owned: the median of each session, in ns */
	size_t sessions;
	double level;	 /* their geometric mean; NaN without any */
	double distance; /* median, in ns */
	double batch_low, batch_high;
};

enum judgement {
	JUDGED_FASTER = FASTER,
	JUDGED_SLOWER = SLOWER,
	JUDGED_SAME = SAME,
	JUDGED_INCONCLUSIVE = INCONCLUSIVE,
	JUDGED_INDICATION,     /* too few sessions for a verdict */
	JUDGED_MOVED,	       /* the distance of the two CPUs changed: "regime" */
	JUDGED_NOT_COMPARABLE, /* both runs have the case, but see the reason */
	JUDGED_OLD_ONLY,
	JUDGED_NEW_ONLY,
	JUDGEMENT_COUNT,
};

struct compared_case {
	struct recorded_case of[AGE_COUNT];
	enum judgement judgement;
	char reason[COMPARE_REASON_SIZE]; /* a slug, or "none" */
	const char *metric;		  /* as in struct trial_row */

	/* NEW over OLD; an interval only with a verdict. */
	struct estimate level; /* of the time */
	struct estimate ratio; /* what the verdict rests on */
	const char *ratio_to;  /* that is the ratio to this mechanism; NULL: the time */
	const struct compared_case *reference; /* of its group, maybe itself; or NULL */
	const struct compared_case
		*odd;	  /* which it would be, had it not changed; or NULL */
	double threshold; /* of the verdict, as a fraction */
	double floor; /* half the width of ratio: the least effect that could have shown
		       */
};

struct comparison {
	struct compared_case **cases; /* owned; in the order to be shown */
	size_t count;
	double confidence; /* of each verdict, so that all hold together at 95 % */
};

/* Adds a trial to the comparison, which is zeroed at first.  0 or -ENOMEM. */
int comparison_add(struct comparison *comparison, enum age age,
		   const struct trial_row *row);

/*
 * Adds the trials of a trials.csv (read.c), which is read with the reader.  Returns 0 or
 * a negative errno: -EPROTO if the schema is not this program's, -EBADMSG if the file is
 * not a trials.csv.  In these cases, and if the last line is cut off and was not used,
 * reader->why is one line that says so; otherwise it is empty.
 */
int comparison_read(struct comparison *comparison, enum age age, FILE *from,
		    struct csv_reader *reader);

/* Judges all cases (judge.c), preferably by their ratios to that mechanism.  0 or
 * -ENOMEM. */
int comparison_judge(struct comparison *comparison, const char *reference);

/*
 * Chooses the reference of all cases that have been reduced (reference.c): of those that
 * took turns in both runs, the first of that mechanism, or else the first that is no
 * yardstick.  But if three in four changed against that one, no more than one in four
 * against another one, and its level does not show that it stayed the same, it is the
 * other one.  scratch has room for three doubles for each trial of a case.
 */
void references_choose(struct comparison *comparison, const char *mechanism,
		       double *scratch);

/* How the ratio of a case to another one changed; and the least change that counts, which
 * is more if the level changed: another state of the machine has other ratios. */
struct estimate reference_ratio(const struct compared_case *c,
				const struct compared_case *reference, double confidence,
				double *scratch);
double reference_threshold(const struct compared_case *reference);

/* A column of the key: as NEW has it, or OLD if NEW does not have the case. */
const char *case_key(const struct compared_case *c, enum key key);

/* Whether two cases differ in nothing that a group of a run has in common. */
bool case_is_same_group(const struct compared_case *a, const struct compared_case *b);

/* The number of cases with that judgement. */
size_t comparison_count(const struct comparison *comparison, enum judgement judgement);

void comparison_free(struct comparison *comparison);
