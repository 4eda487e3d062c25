/* SPDX-License-Identifier: MIT */
/*
 * What pairs have in common, and where they differ: by whom their processes are
 * started.  Only the files that make a kind of pair include this, and pair.c.
 */
#pragma once

#include "pair/failure.h"
#include "pair/outcome.h"
#include "pair/supervisor.h"
#include "plan/case.h"

struct pair;

/* The functions of pair.h of the same names, for one way to host a pair.  open()
 * need not set kind. */
struct pair_kind {
	int (*open)(struct supervisor *sv, const struct ipc_case *c, unsigned padding,
		    struct pair **ret, struct failure *failure);
	int (*run_slice)(struct supervisor *sv, struct pair *p, uint32_t count,
			 uint32_t batch, struct outcome *ret, struct failure *failure);
	void (*close)(struct pair *p);
};

/* The first member of what each kind makes of it. */
struct pair {
	const struct pair_kind *kind;
	const struct ipc_case *c;
	size_t granted[SETTING_COUNT];
	bool makes_files;
	uint32_t delay;	  /* planted, in steps */
	uint64_t refused; /* strangers */
};
