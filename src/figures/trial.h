/* SPDX-License-Identifier: MIT */
/*
 * A trial: one case measured in one round, in a fresh pair of processes, over many
 * slices.
 */
#pragma once

#include "pair/failure.h"
#include "pair/outcome.h"
#include "plan/case.h"

enum status { STATUS_OK, STATUS_SKIPPED, STATUS_FAILED };

/* One slice.  Times are per message, or per round trip. */
struct slice_record {
	unsigned session, round;
	unsigned sweep;	   /* slices of the same sweep are compared */
	unsigned position; /* in its sweep, from 0 */
	uint64_t begin_ns; /* by the clock */
	uint64_t messages; /* that count: the beginning of a slice is dropped */
	double p50_ns;	   /* median; of a stream the same as mean_ns */
	double mean_ns;
	double burst_ns;	/* of a stream that ran in: while it had just begun */
	double delivered_per_s; /* of paced messages: how fast they came */
	double distance_ns;	/* of the two CPUs at this sweep, or NaN */
};

/* What a message costs each side; and the share of the slices' time for which the side
 * was ready to run but another process had its CPU. */
struct costs {
	double cpu_ns[SIDE_COUNT], user_ns[SIDE_COUNT], system_ns[SIDE_COUNT];
	double voluntary_switches[SIDE_COUNT], involuntary_switches[SIDE_COUNT];
	double faults[SIDE_COUNT];
	double runqueue_share[SIDE_COUNT];
};

/* The CPU time of both sides. */
static inline double costs_cpu_ns(const struct costs *costs)
{
	return costs->cpu_ns[CLIENT] + costs->cpu_ns[SERVER];
}

/* The figures of a trial: doubles, NaN where there are none.  Times are in ns. */
struct figures {
	double first;	/* the very first message, cold */
	double planted; /* work that was added to each round trip */
	double p50;	/* median over slices of the slices' medians */
	double mean, min, p90, p99, p999, max;
	double slice_mad; /* median absolute deviation of the slices' medians */
	double slice;	  /* of a stream: how long one lasted, run-in and all */
	double burst;	  /* the same as p50, of streams that had just begun */
	double bytes_per_s, messages_per_s;
	double delivered_per_s, send_late_p99, blocked_p99; /* of paced messages */
	struct costs costs;

	/* What else went on meanwhile. */
	double gap;			 /* the longest sample less the median one */
	double distance;		 /* of the two CPUs: median over sweeps */
	double stolen_share[SIDE_COUNT]; /* of the time, taken from the side's CPU */
	double mhz[SIDE_COUNT];		 /* the speed of the side's CPU at the end */
};

struct trial {
	const struct ipc_case *c;
	unsigned session, round, group;
	unsigned repeats; /* how often it began again as the machine was suspended */
	enum status status;
	char reason[REASON_SIZE]; /* of that status: a slug, or "none" */
	struct failure failure;	  /* unless status is STATUS_OK or c->skip is set */

	size_t granted[SETTING_COUNT];
	const char *filesystem; /* of the files that were made, or NULL */
	uint32_t batch;		/* round trips, or messages, in a sample */
	double message_ns;	/* what one took in the round before, or 0 */
	double run_in_limit_ns; /* the longest that was looked for; or 0 */
	double run_in_ns;	/* of a stream, before each slice; or 0 */
	bool keep_all;		/* no beginnings of slices are dropped */
	uint64_t begin_ns;	/* by the clock */
	uint64_t wall_ns;	/* from begin_ns to the end of the last slice */

	struct slice_record *slices; /* owned; in order of time */
	size_t slice_count;
	uint32_t *samples; /* owned; of round trips, per batch, or of paced messages; only
			    * those that count; ascending once the trial is finished */
	uint32_t *late, *blocked; /* owned; of paced messages, the same */
	size_t sample_count;
	double *scratch; /* owned; a double for each slice */

	uint64_t messages;	  /* that count, in all slices */
	uint64_t discarded;	  /* at the beginnings of slices */
	uint64_t sent;		  /* messages, or round trips begun, in all slices */
	uint64_t lost, reordered; /* of these; only by a mechanism that may do so */
	uint64_t refused;	  /* connections of strangers, while the sides met */
	uint64_t slices_ns;	  /* how long all slices lasted */
	uint64_t sweeps_ns;	  /* how long all sweeps of the group lasted */
	struct usage usage[SIDE_COUNT]; /* in all slices, their beginnings included */
	uint32_t longest_ns;		/* the longest sample, discarded ones included */
	bool saturated;		/* more messages were due than came: there are no times */
	struct figures figures; /* NaN until known */
};

/* Whether fewer than 99 % of the messages offered per second are delivered. */
bool case_saturates(const struct ipc_case *c, double delivered_per_s);

/* Makes t an empty trial of case c, skipped if c->skip says why.  batch is that of
 * earlier rounds, or 0. */
void trial_init(struct trial *t, const struct ipc_case *c, uint32_t batch);

/* Begins a trial again, with what it was begun with. */
void trial_restart(struct trial *t);

/* Marks a trial as failed, or as skipped if the mechanism declined: see t->failure. */
void trial_fail(struct trial *t);

/* Makes room for that many slices, and samples in all of them.  0 or -ENOMEM. */
int trial_reserve(struct trial *t, size_t slices, size_t samples);

/* Adds a slice, the beginning of which is dropped: see trial.c. */
void trial_add(struct trial *t, const struct outcome *o, unsigned sweep,
	       unsigned position, double distance_ns);

/* Adds what a stream did before a slice, which does not count. */
void trial_add_run_in(struct trial *t, const struct outcome *o);

/* Sorts the samples and makes the figures that come of them and of the slices. */
void trial_finish(struct trial *t);

/* Median over the sweeps that both have a slice of, of the log ratio of these, or NaN.
 * Both trials are finished. */
double trial_log_ratio(const struct trial *a, const struct trial *b);

/* Frees what the trial owns. */
void trial_free(struct trial *t);
