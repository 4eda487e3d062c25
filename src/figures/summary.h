/* SPDX-License-Identifier: MIT */
/*
 * What all trials of one case come to.
 */
#pragma once

#include "figures/history.h"
#include "stats/distance.h"
#include "stats/stats.h"

struct summary {
	const struct ipc_case *c;
	enum status status; /* failed if any trial failed, else ok if any was */
	char reason[REASON_SIZE];
	unsigned rounds, sessions; /* that were measured */
	size_t granted[SETTING_COUNT];
	const char *filesystem; /* of the files that were made, or NULL */
	uint32_t batch;

	/* Medians over rounds, times in ns. */
	struct estimate p50, p90, p99, p999;
	struct estimate bytes_per_s, messages_per_s;
	struct estimate delivered_per_s; /* of paced messages */
	bool saturated;			 /* too many: their times are not given */
	struct figures medians;		 /* of all figures */
	double min, max;		 /* over all rounds */
	uint64_t sent, lost, reordered;	 /* in all rounds, as in struct trial */

	/* How far apart the two CPUs were.  Where they moved so far that it shows, levels
	 * and ratio have no interval: they are not those of one thing. */
	struct distances distance;
	bool moved;

	/* Time per message over the reference's, paired slice by slice. */
	struct ratio ratio;
	const char *ratio_to; /* the reference's name, or "none" */
	bool is_reference;    /* itself */
	bool capped;	      /* less precise than was asked for */
};

/* Sums up a history of at least one trial.  0 or -ENOMEM. */
int summary_make(const struct history *h, struct summary *ret);

/* Whether the intervals are as narrow as wanted: level and ratio are halves of
 * their widths, relative. */
bool summary_is_precise(const struct summary *s, double level, double ratio);
