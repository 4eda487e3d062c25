/* SPDX-License-Identifier: MIT */
/*
 * What all pairs have in common, and what each kind of pair does its own way.
 */
#pragma once

#include "pair/failure.h"
#include "pair/outcome.h"
#include "pair/supervisor.h"
#include "plan/case.h"

struct pair;

/* What pair_open(), pair_run() and pair_close() do.  open() sets pair.kind, and leaves
 * *ret alone if it fails. */
struct pair_kind {
	int (*open)(struct supervisor *sv, const struct ipc_case *c, unsigned padding,
		    struct pair **ret, struct failure *failure);
	int (*run_slice)(struct supervisor *sv, struct pair *p, uint32_t count,
			 uint32_t batch, struct outcome *ret, struct failure *failure);
	void (*close)(struct pair *p);
};

/* Each kind's own struct begins with it. */
struct pair {
	const struct pair_kind *kind;
	const struct ipc_case *c;

	/* What the mechanism was granted of each setting; 0 if it has no such setting. */
	size_t granted[SETTING_COUNT];

	bool makes_files; /* the mechanism made files in the case's directory */
	uint64_t refused; /* connections without the token, before the sides had met */

	/* How long the server is to waste before each reply, in steps of busy_steps().
	 * May be changed between slices. */
	uint32_t delay;
};
