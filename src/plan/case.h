/* SPDX-License-Identifier: MIT */
/*
 * A case: one thing to be measured, with everything decided.  A plain value.
 */
#pragma once

#include <string.h>

#include "job.h"
#include "machine/placement.h"

struct errand;
struct pair_kind;
struct peer;

struct ipc_case {
	const struct mechanism *mechanism;
	enum pattern pattern;
	size_t size; /* payload bytes per message, 0 for a token */
	enum placement placement;
	int cpu[SIDE_COUNT]; /* -1: not pinned */
	int supervisor_cpu;  /* see placement_supervisor_cpu() */
	enum wait wait;
	enum touch touch;
	uint64_t rate;		     /* messages per second if paced, else 0 */
	const char *variant;	     /* NULL if the mechanism has none */
	size_t asked[SETTING_COUNT]; /* settings; 0: the mechanism's default */
	const char *directory;	     /* where files may be made */
	double planted;		     /* share of the round trip that the server wastes */
	unsigned arm; /* of ab or trust, from 1; 0: the case stands for itself */
	const struct errand *errand; /* what to do instead of measuring, or NULL */
	const char *agent; /* the program whose agent hosts the pair, NULL: this one */
	struct peer *peer; /* where the server is, NULL: here */
	const struct pair_kind *kind; /* how its processes are made, NULL: here */
	const char *skip;	      /* why it is not measured: a slug; or NULL */
};

#define THIS_PROGRAM "/proc/self/exe"

/* How a mechanism waits by default. */
static inline enum wait case_default_wait(const struct mechanism *m)
{
	enum wait wait = m->waits & WAITS(m->wait) ? m->wait : WAIT_BLOCK;

	while (!(m->waits & WAITS(wait)))
		wait++;
	return wait;
}

/* Whether the sides may run on two CPUs at the same time. */
static inline bool case_is_across(const struct ipc_case *c)
{
	return c->cpu[CLIENT] < 0 || c->cpu[CLIENT] != c->cpu[SERVER];
}

/* Which build of ipcbench hosts the pair, if two are compared. */
static inline const char *program_name(const struct ipc_case *c)
{
	return c->agent && strcmp(c->agent, THIS_PROGRAM) != 0 ? "other" : "this";
}

/* Whether any setting is asked for. */
static inline bool settings_any(const size_t asked[static SETTING_COUNT])
{
	bool any = false;

	for (enum setting s = SET_BUFFER; s < SETTING_COUNT; s++)
		any |= asked[s] > 0;
	return any;
}

/* The variant of that name, the mechanism's own string, or NULL. */
static inline const char *case_variant(const struct mechanism *m, const char *name)
{
	for (const char *const *v = m->variants; v && *v; v++)
		if (strcmp(*v, name) == 0)
			return *v;
	return NULL;
}

/* The knob that a mechanism has for a setting, or NULL. */
static inline const struct knob *case_knob(const struct mechanism *m,
					   enum setting setting)
{
	for (const struct knob *knob = m->knobs; knob && knob->how; knob++)
		if (knob->setting == setting)
			return knob;
	return NULL;
}
