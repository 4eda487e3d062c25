/* SPDX-License-Identifier: MIT */
/*
 * From what the user asked for to what will be measured.  Pure.
 */
#pragma once

#include "machine/topology.h"
#include "options/options.h"
#include "plan/case.h"

#define PLAN_MESSAGE_SIZE OPTIONS_MESSAGE_SIZE

/* Cases that take turns: those of one pattern, size, placement and touch.  Tokens,
 * which have no size, are with the smallest. */
struct group {
	size_t first, count; /* of plan.cases */
	size_t reference;    /* index of the case that ratios are to */
};

struct plan {
	struct ipc_case *cases; /* owned; groups one after the other */
	size_t case_count;
	struct group *groups; /* owned; none is empty */
	size_t group_count;
};

/*
 * Fills *ret, which plan_free() frees.  Cases that the machine cannot have are in
 * the plan too, with the reason to skip them.  Returns 0, -ENOMEM, or -EINVAL and
 * one line of text in message when no mechanism is called so.
 */
int plan_make(const struct options *o, const struct topology *topology, struct plan *ret,
	      char message[static PLAN_MESSAGE_SIZE]);

/* The same for the arms of ab (arms.c): groups of one case of each arm, the first
 * of which is the reference. */
int plan_make_arms(const struct options *o, const struct topology *topology,
		   struct plan *ret, char message[static PLAN_MESSAGE_SIZE]);

/* The same for trust (trust.c): a group for each mechanism, of three cases that
 * are the same but for what is planted in the last, a share of its round trip. */
int plan_make_trust(const struct options *o, const struct topology *topology,
		    struct plan *ret, char message[static PLAN_MESSAGE_SIZE]);

/* Whether a mechanism is one of those the user named; no names name all. */
bool plan_selects(const struct text_words *names, const struct mechanism *m);

/* 0, or -EINVAL and the text if one of the names names nothing. */
int plan_check_names(const struct text_words *names,
		     char message[static PLAN_MESSAGE_SIZE]);

/* Where mechanisms may make files. */
const char *plan_directory(const struct options *o);

void plan_free(struct plan *plan);
