/* SPDX-License-Identifier: MIT */
/*
 * What an ipcbench and the agent that hosts pairs for it say to each other, a line at
 * a time.  Every request has one answer.  Pure.
 *
 *	hello protocol=1 deadline-ms=20000	hello protocol=1 version=0.1.0 address=
 *	open mechanism=pipe ... side=both	opened buffer=65536 ... files=0
 *	run count=100 batch=1 delay=0		ran begin-ns=... samples=...
 *
 * If the client is not the agent's, the agent also says on which port its server
 * listens, and when its server waits for the first message:
 *
 *	describe				described conditions=...
 *	open ... side=server ...		opened buffer=0 ... files=0 port=40000
 *	attach					attached buffer=87380 ... refused=0
 *	run count=100 batch=1 delay=0		started, and then as above
 *
 * The answer to open, attach and run may also be: failed error=...  An agent hosts one
 * pair, and ends when its input ends.
 * Version 1 numbers errors as Linux does on x86 and ARM.
 */
#pragma once

#include <limits.h>

#include "hosts.h"
#include "pair/kind.h"
#include "remote/line.h"

#define PROTOCOL_VERSION 1

enum { PROTOCOL_PADDING_MAX = 65536 }; /* of a stack, bytes */

struct hello {
	unsigned protocol; /* a version */
	unsigned deadline_ms;
	char version[64];		    /* of the ipcbench that answers */
	char address[MEETING_ADDRESS_SIZE]; /* at which its host was reached, or "" */
};

struct open_request {
	struct ipc_case c;
	unsigned padding;
	bool server_only;	  /* else it asks for both sides */
	struct meeting meeting;	  /* if server_only: where to listen, and the token */
	char directory[PATH_MAX]; /* c.directory, when it has been exchanged */
};

struct run_request {
	uint32_t count, batch, delay;
};

/*
 * The fields of each message: writes what the struct holds, or stores there what has been
 * read.  line_end() is to follow, and tells whether a field that was read is missing,
 * unknown or out of the range that pair.h and job.h give.
 */
void hello_exchange_request(struct line *line, struct hello *hello);
void hello_exchange_answer(struct line *line, struct hello *hello);

/* The mechanism to open must exist in the ipcbench that reads, and @sv must be allowed to
 * use the CPUs. */
void open_exchange_request(struct line *line, const struct supervisor *sv,
			   struct open_request *open);

/* The answer holds a port if there is a meeting. */
void open_exchange_answer(struct line *line, struct pair *pair, struct meeting *meeting);
void attach_exchange_answer(struct line *line, struct pair *pair);
void run_exchange_request(struct line *line, struct run_request *run);

/* Has samples unless sample_ns is NULL.  If it is read, count and batch must be what the
 * outcome holds already. */
void run_exchange_answer(struct line *line, struct outcome *outcome);
void failure_exchange(struct line *line, struct failure *failure);
