/* SPDX-License-Identifier: MIT */
/*
 * The summary of one case: its figures over all rounds, with their intervals.
 */
#pragma once

#include "figures/regimes.h"
#include "stats/distance.h"
#include "stats/stats.h"

struct summary {
	const struct ipc_case *c;
	enum status status; /* failed if any trial failed, else ok if any was */
	char reason[REASON_SIZE];
	unsigned rounds, sessions; /* in which it was measured */
	size_t granted[SETTING_COUNT];
	const char *filesystem; /* of the files that were made, or NULL */
	const char *helper;	/* the mechanism's */
	uint32_t batch;

	/* Medians over rounds; times are in ns. */
	struct estimate p50, p90, p99, p999;
	struct estimate bytes_per_s, messages_per_s;
	struct estimate delivered_per_s; /* of paced messages */
	struct modes modes;		 /* of p50, or NaN */
	bool saturated;			 /* too many were due: there are no times */
	struct figures medians;		 /* of all figures, without intervals */
	double min, max;		 /* of all messages of all rounds */
	struct estimate cpu;		 /* time of both sides per message */
	struct estimate cpu_ratio;	 /* that over the reference's, paired by rounds */

	/* The worst round's share of time. */
	double stolen_max[SIDE_COUNT], runqueue_max[SIDE_COUNT];
	uint64_t sent, lost, reordered; /* in all rounds; see struct trial */

	/* How far apart the two CPUs were.  If they moved and that made a difference,
	 * the levels over all rounds are mixtures and have no interval; those of the
	 * regimes have.  So has the ratio, unless it differs between them. */
	struct distances distance;
	struct regimes regimes;
	bool moved;

	/* Time per message over that of the reference, paired slice by slice; its
	 * intervals at this confidence: 95 % for all verdicts of a run together. */
	struct ratio ratio;
	double confidence;
	const char *ratio_to; /* the reference's name, or "none" */
	bool is_reference;    /* the case is its group's reference */
	bool capped;	      /* it is less precise than the user wants */
};

/* How wide intervals may be to each side, as shares: infinite if it does not matter. */
struct precision {
	double level, ratio;
};

/* Whether the intervals of the level and of the ratio are as narrow as wanted, or cannot
 * or need not be. */
bool summary_is_precise(const struct summary *s, struct precision wanted);
