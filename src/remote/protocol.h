/* SPDX-License-Identifier: MIT */
/*
 * What an ipcbench and the agent that hosts pairs for it say to each other, a line at
 * a time.  Every request has one answer.  Pure.
 *
 *	hello protocol=1 deadline-ms=20000	hello protocol=1 version=0.1.0
 *	open mechanism=pipe ...			opened buffer=65536 ... files=0
 *	run count=100 batch=1 delay=0		ran begin-ns=... samples=...
 *
 * Where the client is not the agent's but the other's, the agent says where its server
 * listens, and when it has been woken to begin:
 *
 *	describe				described conditions=...
 *	open side=server ...			opened buffer=0 ... files=0 port=40000
 *	attach					attached buffer=87380 ... refused=0
 *	run count=100 batch=1 delay=0		started, and then as above
 *
 * open, attach and run may be answered by failed as well.  An agent hosts one pair, and
 * ends with its input.
 * Version 1 numbers errors as Linux does on x86 and ARM.
 */
#pragma once

#include <limits.h>

#include "hosts.h"
#include "pair/pair.h"
#include "remote/line.h"

#define PROTOCOL_VERSION 1

enum { PROTOCOL_PADDING_MAX = 65536 }; /* of a stack, bytes */

struct hello {
	unsigned protocol; /* a version */
	unsigned deadline_ms;
	char version[64];		    /* of the ipcbench that answers */
	char address[MEETING_ADDRESS_SIZE]; /* at which its host was reached, or "" */
};

/* A case that somebody else has thought of. */
struct order {
	struct ipc_case c; /* c.directory is the one here */
	unsigned padding;
	bool half;		/* host the server only */
	struct meeting meeting; /* where, and how to know the client */
	char directory[PATH_MAX];
};

/* A slice. */
struct assignment {
	uint32_t count, batch, delay;
};

/* The settings, asked for or granted, each at most so much. */
void settings_write(struct line *line, const size_t settings[static SETTING_COUNT]);
void settings_read(struct fields *fields, size_t settings[static SETTING_COUNT],
		   size_t most);

/* Write the line after line_begin(), all but its end. */
void hello_write(struct line *line, unsigned deadline_ms);
void hello_write_answer(struct line *line, const char *version, const char *address);
void order_write(struct line *line, const struct ipc_case *c, unsigned padding,
		 const struct meeting *meeting); /* or NULL: host both sides */
void assignment_write(struct line *line, const struct assignment *assignment);
void outcome_write(struct line *line, bool samples, const struct outcome *outcome);
void failure_write(struct line *line, const struct failure *failure);

/*
 * Read them: 0, or -EPROTO if anything is missing, too much, or not as pair.h and
 * mechanism.h want it.  An order may be for this very ipcbench only: its mechanism
 * exists, its CPUs may be used by @sv.  outcome->sample_ns becomes samples, of
 * PAIR_SAMPLES_MAX; there must be count of them or, if none are wanted, none.
 */
int hello_read(struct fields *fields, struct hello *ret);
int hello_read_answer(struct fields *fields, struct hello *ret);
int order_read(struct fields *fields, const struct supervisor *sv, struct order *ret);
int assignment_read(struct fields *fields, struct assignment *ret);
int outcome_read(struct fields *fields, bool wants_samples, uint32_t *samples,
		 struct outcome *ret);
int failure_read(struct fields *fields, struct failure *ret);
