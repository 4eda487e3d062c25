/* SPDX-License-Identifier: MIT */
/*
 * One side of a pair: the process, and what it shares with its supervisor.  Only
 * local.c, keeper.c and side.c know.
 */
#pragma once

#include <stdatomic.h>

#include "pair/kind.h"
#include "socket/hosts.h"

/* One side's letter box, on cache lines of its own. */
struct post {
	_Alignas(64) _Atomic uint32_t turn; /* counts the commands */
	bool ready;			    /* attached: further turns are slices */
	struct slice slice;		    /* what came of the last job */
	struct usage usage;
	int error;
	size_t granted[SETTING_COUNT]; /* of one that has met the other itself */
	const char *limit; /* static, so that it is at the same address after fork() */
};

/* What the channel holds once it is made. */
void side_granted(const struct channel *ch, size_t granted[static SETTING_COUNT]);

/* What came of it when the keeper made the pair. */
struct made {
	int error;    /* 0 or -errno */
	bool refused; /* it is that of create() or listen() */
	bool makes_files;
	size_t granted[SETTING_COUNT];
	const char *limit; /* static */
};

/* What all of a pair's processes and its supervisor share. */
struct shared {
	struct post post[SIDE_COUNT];
	struct made made;
	_Alignas(64) struct job job;	       /* of both sides */
	pid_t pid[SIDE_COUNT];		       /* 0: none */
	struct meeting meeting;		       /* of a half */
	_Alignas(64) _Atomic uint32_t running; /* sides that have not finished */
	_Alignas(64) uint32_t sample_ns[PAIR_SAMPLES_MAX];
	_Alignas(64) uint32_t late_ns[PAIR_SAMPLES_MAX];
	uint32_t blocked_ns[PAIR_SAMPLES_MAX];
};

struct local_pair {
	struct pair pair;
	struct channel channel; /* the keeper's, a copy of it each side's own */
	bool has[SIDE_COUNT];	/* both, or one of a half */
	bool half;
	struct shared *shared;
	int done;	       /* eventfd */
	pid_t group;	       /* the process group of supervisor and sides */
	pid_t keeper;	       /* 0: none */
	int keeper_fd;	       /* pidfd; -1: none */
	int pidfd[SIDE_COUNT]; /* -1: none */
	uint32_t count, batch; /* of this slice */
	uint64_t sequence;     /* of the next message */
	struct meter meter;    /* a side's own, once attached */
};

/* Gives a side its turn. */
void post_wake(struct post *post);

/* What the child p->channel.side does for the rest of its life, which ends with its
 * keeper's.  padding is how far its stack is moved, in bytes. */
_Noreturn void side_main(const struct supervisor *sv, struct local_pair *p, pid_t keeper,
			 unsigned padding);
