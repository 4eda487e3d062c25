/* SPDX-License-Identifier: MIT */
/*
 * Turns what the user asked for into the cases to be measured.  Pure.
 */
#pragma once

#include "machine/topology.h"
#include "options/options.h"
#include "plan/case.h"

#define REFERENCE "pipe" /* the mechanism that others are compared with by default */

/* Cases that take turns: those of one pattern, rate, size, placement and touch.  Tokens,
 * which have no size, are in the group of the smallest size. */
struct group {
	size_t first, count; /* of plan.cases */
	size_t reference;    /* index of the case that others are compared with */
};

struct plan {
	struct ipc_case *cases; /* owned; groups one after the other */
	size_t case_count;
	struct group *groups; /* owned; none is empty */
	size_t group_count;
};

/*
 * Fills *ret, which plan_free() frees, also after an error.  Cases that are impossible on
 * this machine are in the plan too, with the reason to skip them.  Returns 0, -ENOMEM, or
 * -EINVAL and one line in @message if a name is unknown.
 */
int plan_make(const struct options *o, const struct topology *topology, struct plan *ret,
	      char message[static MESSAGE_SIZE]);

/* The same for ab: groups of one case from each arm, of which the first is the
 * reference. */
int plan_make_arms(const struct options *o, const struct topology *topology,
		   struct plan *ret, char message[static MESSAGE_SIZE]);

/* The same for trust: groups of three equal cases, the last of which has a planted delay,
 * a share of its round trip. */
int plan_make_trust(const struct options *o, const struct topology *topology,
		    struct plan *ret, char message[static MESSAGE_SIZE]);

/* Whether a mechanism is one of those that the user named: by its name, that of its
 * family, a shell pattern or "all".  Without names all are. */
bool plan_selects(const struct text_words *names, const struct mechanism *m);

/* Returns 0, or -EINVAL and one line in @message if a name stands for no mechanism. */
int plan_check_names(const struct text_words *names, char message[static MESSAGE_SIZE]);

/* The directory where mechanisms may make files. */
const char *plan_directory(const struct options *o);

/* Fills order with the indexes of all groups, the most important first: small round
 * trips, then streams of about 64 KiB, then the others from small to large.  0 or
 * -ENOMEM. */
int plan_rank(const struct plan *plan, size_t *order);

void plan_free(struct plan *plan);
