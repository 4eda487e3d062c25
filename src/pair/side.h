/* SPDX-License-Identifier: MIT */
/*
 * One side of a pair: its process, and what that shares with the keeper and the
 * supervisor.  Only local.c, keeper.c and side.c include this.
 */
#pragma once

#include <stdatomic.h>

#include "hosts.h"
#include "pair/kind.h"

/* How the keeper or a side has fared: written by it, read by the supervisor. */
struct progress {
	struct failure failure; /* none as long as its error is 0 */
	size_t granted[SETTING_COUNT];
};

/* Stores what create(), listen() or attach() has returned and left in the channel. */
void progress_set(struct progress *progress, const struct channel *ch,
		  const char *process, int error);

/* One side's part of the shared memory, on cache lines of its own. */
struct side_state {
	_Alignas(64) _Atomic uint32_t commands; /* so far; the side waits for the next */
	bool attached;				/* further commands are slices */
	struct progress progress;
	struct slice slice; /* the last one */
	struct usage usage; /* during the slice */
};

/* What all of a pair's processes share. */
struct shared {
	struct side_state side[SIDE_COUNT];
	struct progress keeper;
	bool makes_files;
	_Alignas(64) struct job job;	       /* both sides' */
	pid_t pid[SIDE_COUNT];		       /* 0: none */
	struct meeting meeting;		       /* if one side is elsewhere */
	_Alignas(64) _Atomic uint32_t running; /* sides that have not finished */
	_Alignas(64) uint32_t sample_ns[PAIR_SAMPLES_MAX];
	_Alignas(64) uint32_t late_ns[PAIR_SAMPLES_MAX];
	uint32_t blocked_ns[PAIR_SAMPLES_MAX];
};

struct local_pair {
	struct pair pair;
	enum side first, last;	/* the sides that are here: both, or just one */
	struct channel channel; /* the keeper's; each side has a copy of its own */
	struct shared *shared;
	int done;	       /* eventfd: the command has been carried out */
	pid_t group;	       /* the process group of supervisor and sides */
	pid_t keeper;	       /* 0: none */
	int keeper_fd;	       /* pidfd; -1: none */
	int pidfd[SIDE_COUNT]; /* -1: none */
	int meter;	       /* a side's own, once attached */
};

/* Whether the other side is elsewhere. */
static inline bool local_is_one_sided(const struct local_pair *p)
{
	return p->first == p->last;
}

/* Wakes a side to attach, or to run its part of shared->job. */
void side_command(struct side_state *side);

/* What the child p->channel.side does until it is killed, or its keeper has died.
 * @padding is how far its stack is moved, in bytes. */
_Noreturn void side_main(const struct supervisor *sv, struct local_pair *p, pid_t keeper,
			 unsigned padding);
