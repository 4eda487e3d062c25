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
	struct ipc_case c; /* c.directory is the one below */
	unsigned padding;
	bool server_only;
	struct meeting meeting; /* if server_only: where to listen, and the token */
	char directory[PATH_MAX];
};

struct run_request {
	uint32_t count, batch, delay;
};

/* Settings asked for or granted, none larger than @most. */
void settings_write(struct line *line, const size_t settings[static SETTING_COUNT]);
void settings_read(struct fields *fields, size_t settings[static SETTING_COUNT],
		   size_t most);

/* These write a whole line, which line_end() is to end.  Without a meeting, open asks
 * for both sides. */
void hello_write_request(struct line *line, unsigned deadline_ms);
void hello_write_answer(struct line *line, const char *version, const char *address);
void open_request_write(struct line *line, const struct ipc_case *c, unsigned padding,
			const struct meeting *meeting);
void run_request_write(struct line *line, const struct run_request *request);
void outcome_write(struct line *line, bool samples, const struct outcome *outcome);
void failure_write(struct line *line, const struct failure *failure);

/*
 * These read them: 0, or -EPROTO if anything is missing, unknown or out of the range
 * that pair.h and job.h give.  The mechanism to open must exist in this ipcbench, and
 * @sv must be allowed to use its CPUs.
 */
int hello_read_request(struct fields *fields, struct hello *ret);
int hello_read_answer(struct fields *fields, struct hello *ret);
int open_request_read(struct fields *fields, const struct supervisor *sv,
		      struct open_request *ret);
int run_request_read(struct fields *fields, struct run_request *ret);
int failure_read(struct fields *fields, struct failure *ret);

/* The outcome must be that of @count times @batch messages.  Its samples, of which there
 * must be @count, are stored in @samples; if that is NULL there must be none. */
int outcome_read(struct fields *fields, uint32_t count, uint32_t batch, uint32_t *samples,
		 struct outcome *ret);
